import Testing

@testable import CCSState

@Suite struct FailureTests {
    @Test func aFailureIsAnEntryOfItsOwn() throws {
        let feed = try TestFeed()
        feed.take(
            event("connection_failure", "sipcode=486 reason=Busy num=7 callid=c connection_id=k seanceid=s id=x", at: 5)
        )
        feed.take(event("connection_failure", "", at: 3))
        let failures: JSON = [
            "total": 2,
            "last": [
                [
                    "at": .integer(start + 5), "code": "486", "reason": "Busy", "number": "7", "call": "c",
                    "connection": "k", "seance": "s",
                ],
                [
                    "at": .integer(start + 3), "code": nil, "reason": nil, "number": nil, "call": nil,
                    "connection": nil,
                    "seance": nil,
                ],
            ],
        ]
        #expect(try feed.part("failures") == failures)
        #expect(try feed.part("created") == ["calls": 0, "connections": 0, "seances": 0])
        // Its ids are only stored as text: the objects are still unknown.
        #expect(feed.take(event("call_delete", "id=c", at: 6)) == .orphan)
    }

    @Test func aCodeIsAString() throws {
        let line = event("connection_failure", "code=x").replacing("\"x\"", with: "486")
        #expect(try TestFeed([line]).part("failures.last.0.code") == "486")
    }

    @Test func theLastHundredInOrderOfArrivalAreShown() throws {
        let feed = try TestFeed()
        for number in 0..<250 { feed.take(event("connection_failure", "code=\(number)", at: Int64(-number))) }
        let last = try feed.part("failures.last").items
        #expect(last.compactMap { $0["code"].string } == (150..<250).map(String.init))
        #expect(try feed.part("failures.total") == 250)
    }

    @Test func itBelongsToTheSeanceThatItNames() throws {
        let feed = try TestFeed([
            event("connection_link_call", "idconn=k idcall=c"),
            event("connection_attach_to_seance", "idconn=k idseance=s"),
            event("connection_failure", "idconn=k", at: 1), event("connection_failure", "idseance=s", at: 2),
            event("connection_failure", "idseance=other", at: 3),
        ])
        var seances: [Seance] = []
        try feed.domain().forEachSeance { seances.append($0) }
        #expect(seances.map(\.failureCount) == [2])
    }
}
