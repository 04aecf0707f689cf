import Testing

@testable import CCSEvents

@Suite struct FieldMapTests {
    private func fields(_ map: String, _ data: String) throws -> [Field: String] {
        var options = EventDecoder.Options(revealDTMF: true, revealKeys: true)
        try options.map.add(map)
        return try decode(event("call_update", data), options).fields
    }

    @Test func aUsersNamesAreAskedFirst() throws {
        #expect(try fields("state=phase", #"{"state":"a","phase":"b"}"#)[.state] == "b")
        #expect(try fields("state=phase", #"{"state":"a","phase":""}"#)[.state] == "a")
        #expect(try fields("state=x,state=y", #"{"y":"2","x":"1"}"#)[.state] == "1")
        #expect(try fields("state=x,number=x", #"{"x":"1"}"#) == [.state: "1", .number: "1"])
    }

    @Test func addingLaterPutsInFront() throws {
        var map = FieldMap()
        try map.add("call=a,call=b")
        try map.add("call=c")
        try map.add("call=callid")
        #expect(map[.call] == ["callid", "c", "a", "b", "idcall", "call_id"])
        try map.add("")
        #expect(map[.call].count == 6)
    }

    @Test func aDottedNameReachesIntoNestedObjects() throws {
        #expect(try fields("number=party.number", #"{"party":{"number":"5"},"number":"6"}"#)[.number] == "5")
        #expect(try fields("number=a.b.c", #"{"a":{"b":{"c":7}}}"#)[.number] == "7")
        // A member whose name contains a dot is not a nested member.
        #expect(try fields("number=a.b", #"{"a.b":"1"}"#)[.number] == nil)
        for data in [#"{"a":"b"}"#, #"{"a":[{"b":"1"}]}"#, #"{"a":{"b":{}}}"#, #"{"a":{"b":""}}"#, #"{"b":"1"}"#] {
            #expect(try fields("number=a.b", data)[.number] == nil, "\(data)")
        }
        #expect(try fields("number=a.b", #"{"a":{"b":""},"number":"6"}"#)[.number] == "6")
        // At each step, the first of two members with the same name counts.
        #expect(try fields("number=a.b", #"{"a":{"b":"1","b":"2"},"a":{"b":"3"}}"#)[.number] == "1")
        #expect(try fields("number=a.b", #"{"a":{},"a":{"b":"3"}}"#)[.number] == nil)
    }

    @Test(arguments: [
        ("state", FieldMap.Failure.notAnAssignment("state")), ("nope=x", .unknownField("nope")),
        ("=x", .unknownField("")), ("state=", .badName("")), ("state=.x", .badName(".x")),
        ("state=x.", .badName("x.")), ("state=x..y", .badName("x..y")), ("State=x", .unknownField("State")),
    ])
    func errorsAreNamed(_ text: String, _ failure: FieldMap.Failure) {
        #expect(throws: failure) {
            var map = FieldMap()
            try map.add(text)
        }
        #expect(!failure.description.isEmpty)
    }

    @Test func namesHaveALongestLength() throws {
        var map = FieldMap()
        try map.add("state=" + String(repeating: "n", count: 128))
        #expect(throws: FieldMap.Failure.self) {
            try map.add("state=" + String(repeating: "n", count: 129))
        }
    }
}
