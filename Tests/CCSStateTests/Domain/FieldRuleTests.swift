import Testing

@testable import CCSState

/// An older event fills empty fields and never overwrites others.
@Suite struct FieldRuleTests {
    static let kinds: [(String, String, [(String, String)])] = [
        ("call", "calls", [("number", "number"), ("name", "name"), ("dir", "direction")]),
        ("connection", "connections", [("from", "from"), ("to", "to")]),
        ("seance", "seances", [("from", "from"), ("to", "to")]),
    ]

    @Test(arguments: kinds)
    func newerOnesReplaceAndOlderOnesFillGaps(_ kind: String, _ list: String, _ fields: [(String, String)]) throws {
        for (name, key) in fields + [("state", "state")] {
            let feed = try TestFeed()
            func value() throws -> JSON { try feed.part("\(list).0.\(key)") }
            feed.take(event("\(kind)_update", "id=i", at: 100))
            #expect(try value() == .null)
            feed.take(event("\(kind)_update", "id=i \(name)=old", at: 50))
            #expect(try value() == "old")
            feed.take(event("\(kind)_update", "id=i \(name)=older", at: 99))
            #expect(try value() == "old")
            feed.take(event("\(kind)_update", "id=i \(name)=same", at: 100))
            #expect(try value() == "same")
            feed.take(event("\(kind)_update", "id=i \(name)=new", at: 101))
            #expect(try value() == "new")
            feed.take(event("\(kind)_update", "id=i \(name)=empty", at: 102))
            #expect(try value() == "new")
            feed.take(event("\(kind)_create", "id=i \(name)=first", at: 101))
            #expect(try value() == "new")
        }
    }

    @Test(arguments: kinds)
    func stateSinceIsWhenTheStateChanged(_ kind: String, _ list: String, _ fields: [(String, String)]) throws {
        let feed = try TestFeed()
        func since() throws -> JSON { try feed.part("\(list).0.stateSince") }
        feed.take(event("\(kind)_create", "id=i", at: 100))
        #expect(try since() == .null)
        feed.take(event("\(kind)_update", "id=i state=a", at: 40))
        #expect(try since() == .integer(start + 40))
        feed.take(event("\(kind)_update", "id=i state=a", at: 120))
        #expect(try since() == .integer(start + 40))
        feed.take(event("\(kind)_update", "id=i state=b", at: 130))
        #expect(try since() == .integer(start + 130))
        feed.take(event("\(kind)_update", "id=i state=c", at: 125))
        #expect(try since() == .integer(start + 130))
    }

    @Test(arguments: kinds)
    func aCreateSaysWhenItBegan(_ kind: String, _ list: String, _ fields: [(String, String)]) throws {
        let feed = try TestFeed([event("\(kind)_update", "id=i", at: 100)])
        func part(_ key: String) throws -> JSON { try feed.part("\(list).0.\(key)") }
        #expect(try part("partial") == true && part("createdAt") == .null)
        feed.take(event("\(kind)_create", "id=i", at: 50))
        #expect(try part("partial") == false && part("createdAt") == .integer(start + 50))
        feed.take(event("\(kind)_create", "id=i", at: 150))
        #expect(try part("createdAt") == .integer(start + 50))
        #expect(try feed.part("created.\(list)") == 1)
    }

    @Test(arguments: kinds)
    func aLifeAnewBeginsEmpty(_ kind: String, _ list: String, _ fields: [(String, String)]) throws {
        let feed = try TestFeed([event("\(kind)_create", "id=i state=a \(fields[0].0)=v", at: 10)])
        feed.take(event("\(kind)_delete", "id=i state=z", at: 20))
        #expect(feed.take(event("\(kind)_create", "id=i", at: 20)) == .late)
        #expect(feed.take(event("\(kind)_create", "id=i", at: 21)) == .applied)
        let object = try feed.part("\(list).0")
        #expect(object["state"] == .null && object[fields[0].1] == .null)
        #expect(object["createdAt"] == .integer(start + 21))
        #expect(try feed.part("created.\(list)") == 2)
        // It can end again, and be late again.
        #expect(feed.take(event("\(kind)_delete", "id=i", at: 15)) == .applied)
        #expect(feed.take(event("\(kind)_update", "id=i", at: 90)) == .late)
        #expect(feed.take(event("\(kind)_create", "id=i", at: 16)) == .applied)
    }

    @Test func aTieIsAnEventOfBothEnds() throws {
        let feed = try TestFeed([
            event("connection_link_call", "idconn=k idcall=c", at: 100),
            event("call_update", "idcall=c number=1", at: 100), event("connection_update", "idconn=k from=2", at: 100),
            event("call_update", "idcall=c number=old", at: 99),
            event("connection_update", "idconn=k from=old", at: 99),
        ])
        #expect(try feed.part("connections.0.from") == "2")
        #expect(try feed.part("connections.0.calls.0.number") == "1")
        feed.take(event("call_attach_to_seance", "idcall=c idseance=s", at: 200))
        feed.take(event("call_update", "idcall=c number=old", at: 199))
        feed.take(event("seance_update", "idseance=s from=a", at: 200))
        feed.take(event("seance_update", "idseance=s from=old", at: 199))
        feed.take(event("connection_attach_to_seance", "idconn=k idseance=s", at: 300))
        feed.take(event("seance_update", "idseance=s from=old", at: 299))
        feed.take(event("connection_update", "idconn=k from=old", at: 299))
        #expect(try feed.part("seances.0.from") == "a")
        #expect(try feed.part("seances.0.connections.0.from") == "2")
        #expect(try feed.part("seances.0.connections.0.calls.0.number") == "1")
    }

    @Test func theStateOfALinkIsTheConnections() throws {
        let feed = try TestFeed([event("connection_link_call", "idconn=k idcall=c state=up number=5", at: 1)])
        #expect(try feed.part("connections.0.state") == "up")
        #expect(try feed.part("connections.0.calls.0.state") == .null)
        #expect(try feed.part("connections.0.calls.0.number") == .null)
    }

    @Test func dtmfIsCountedAndNotKept() throws {
        let feed = try TestFeed([
            event("call_dtmf", "idcall=c digit=7", at: 10), event("call_dtmf", "idcall=c digit=8", at: 30),
            event("call_dtmf", "idcall=c digit=9", at: 20), event("call_dtmf", "idcall=c", at: 25),
        ])
        #expect(try feed.part("calls.0.dtmf") == ["count": 4, "lastAt": .integer(start + 30)])
        #expect(try feed.part("calls.0.partial") == true)
    }

    @Test func numbersAreAppendedUnlessTheyAreTheLast() throws {
        let feed = try TestFeed()
        for (place, number) in ["1", "1", "2", "1", "empty", "1", "3"].enumerated() {
            feed.take(event("seance_set_next_number", "idseance=s number=\(number)", at: Int64(-place)))
        }
        #expect(try feed.part("seances.0.numbers") == ["1", "2", "1", "3"])
        feed.take(event("seance_update", "idseance=s number=9 nextnumber=9", at: 50))
        #expect(try feed.part("seances.0.numbers.4") == .missing)
    }
}
