import CCSEvents
import Testing

@testable import CCSState

@Suite struct InspectionTests {
    private struct NoInspection: Error {}

    /// Reads lines, cut into pieces of this many bytes.
    private func inspect<Result>(
        _ lines: [String], piece: Int = .max, limit: Int = .max, _ look: (borrowing Inspection) throws -> Result
    ) throws -> Result {
        guard var inspection = Inspection(EventDecoder.Options(), phases: PhaseTable()) else { throw NoInspection() }
        var bytes = Array(lines.joined(separator: "\n").utf8)[...]
        while !bytes.isEmpty {
            let part = Array(bytes.prefix(piece))
            bytes = bytes.dropFirst(part.count)
            let padded = part + [UInt8](repeating: 0, count: LineFramer.padding)
            let isEnough = padded.withUnsafeBytes {
                inspection.take(
                    UnsafeRawBufferPointer(rebasing: $0[..<part.count]), source: 0, arrival: 0, limit: limit)
            }
            if isEnough { return try look(inspection) }
        }
        inspection.finish(source: 0, arrival: 0)
        return try look(inspection)
    }

    private let id = "3694473f-0641-450c-2c15-c0000000000"

    @Test(arguments: [1, 7, 64, Int.max]) func linesAreCountedAsTheFeedCountsThem(_ piece: Int) throws {
        var chaos = ChaoticFeed(seed: 5, domains: ["sales"])
        let lines = (0..<300).map { _ in chaos.next() }
        let feed = try TestFeed(lines)
        let counts = try inspect(lines, piece: piece) { $0.counts }
        #expect(counts == feed.counts)
    }

    @Test func aLimitEndsIt() throws {
        let lines = (0..<20).map { event("call_create", "idcall=a\($0)") }
        #expect(try inspect(lines, limit: 7) { $0.counts.lines } == 7)
    }

    @Test func namesAreFoundAndUnclaimed() throws {
        let line =
            #"{"class":"ccsevents","type":"call_create","domain":"d","eventts":1732320000000,"data":"#
            + #"{"idcall":"a","state":"talk","Ext":{"leg":{"n":12345678}},"list":[1],"none":null,"ok":true}}"#
        try inspect([line]) { found in
            let findings = found.types[Int(EventType.callCreate.rawValue)]
            #expect(findings.count == 1 && findings.withoutID == 0)
            #expect(found.names(of: .call, in: .callCreate) == ["idcall"])
            #expect(found.unclaimed(.callCreate).map(\.name) == ["Ext.leg.n", "list", "none", "ok"])
            #expect(findings.members["Ext.leg.n"]?.example == "****5678")
            #expect(findings.members["none"]?.values == 0 && findings.members["none"]?.example == nil)
            #expect(found.statesByCount.map(\.name) == ["talk"] && found.phase(of: "talk") == .talking)
        }
    }

    @Test(arguments: [
        ("call_create", "leg_id", "call=leg_id"), ("call_update", "callUUID", "call=callUUID"),
        ("seance_create", "sessionId", "seance=sessionId"),
        ("connection_create", "dialog-uuid", "connection=dialog-uuid"),
        // The name is unknown, but the value looks like an id, and an id is missing.
        ("call_create", "x42", "call=x42"),
    ]) func idsAreProposed(_ type: String, _ name: String, _ proposal: String) throws {
        let lines = (0..<9).map { event(type, "\(name)=\(id)\($0)") }
        try inspect(lines) { found in
            #expect(found.proposals.map(\.text) == [proposal])
            #expect(found.proposals.first?.mends == 9)
        }
    }

    @Test func nothingIsProposedForWhatIsThere() throws {
        try inspect([event("call_create", "idcall=a state=talk number=1 dir=in name=b leg_id=\(id)1")]) {
            #expect($0.proposals == [])
        }
    }

    @Test func aNameIsProposedOnce() throws {
        let lines = (0..<9).map { event("call_attach_to_seance", "leg=\(id)\($0) session=\(id)x\($0)") }
        try inspect(lines) { found in
            #expect(found.proposals.map(\.text) == ["call=leg", "seance=session"])
        }
    }

    @Test(arguments: [
        ("call_dtmf", "pressed"), ("connection_set_record_info", "opens"), ("call_create", "accessToken"),
    ])
    func secretsHaveNoExample(_ type: String, _ name: String) throws {
        try inspect([event(type, "idcall=a idconn=b \(name)=hush")]) { found in
            #expect(found.unclaimed(EventType.allCases.first { $0.name == type } ?? .callCreate).map(\.name) == [name])
            #expect(!String(decoding: found.json(), as: UTF8.self).contains("hush"))
        }
    }

    @Test func strangersAreListed() throws {
        let lines = [
            event("call_sung", "id=a"), event("call_sung", "id=b"),
            event("a", "id=b").replacing("ccsevents", with: "x"),
        ]
        try inspect(lines) { found in
            #expect(found.strangersByCount.map { "\($0.name) \($0.count)" } == ["ccsevents.call_sung 2", "x.a 1"])
        }
    }

    @Test func endlessNamesTakeNoEndlessMemory() throws {
        let lines = (0..<2000).map { event("call_create", "idcall=a n\($0)=1 state=s\($0)") }
        try inspect(lines) { found in
            let findings = found.types[Int(EventType.callCreate.rawValue)]
            #expect(findings.members.count == 256 && findings.overflow > 0)
            #expect(found.states.count == 200)
        }
    }
}
