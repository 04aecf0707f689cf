import CCSPBX
import Foundation
import Testing

/// Wire logs of a real Asterisk, and what it answered at quiet moments.
@Suite struct AMITraceTests {
    static let whole = Trace.all("ami", ".json") + Trace.all("ami-public", ".ami")

    /// A log as one feed: all of its connections, one after the other.
    static func log(_ trace: Trace) throws -> [UInt8] {
        let files = try trace.snapshots().files
        guard !files.isEmpty else { return try trace.bytes(".ami") }
        return try files.flatMap { Array(try Data(contentsOf: Trace.url(trace.folder, $0))) }
    }

    @Test(arguments: whole) func `nothing is left, and every object lives once`(_ trace: Trace) throws {
        var model = EventModel()
        model.take(events(of: try Self.log(trace), .asterisk))
        #expect(model.faults == [])
        #expect(model.calls.keys.sorted() == [])
        #expect(model.connections.keys.sorted() == [])
        #expect(model.seances.sorted() == [])
    }

    @Test(arguments: Trace.all("ami", ".json"))
    func `live calls and joins are those that the PBX tells`(_ trace: Trace) throws {
        let (snapshots, files) = try trace.snapshots()
        for snapshot in snapshots where snapshot.bytes_during == 0 {
            let answer = AMIAnswer(
                String(decoding: try Data(contentsOf: Trace.url("ami", snapshot.file)), as: UTF8.self))
            let reader = PBXReader(.asterisk, PBXReader.Options(rules: [.fixed("d")]))
            var model = EventModel()
            for (number, file) in files.enumerated() where number < snapshot.observer ?? 1 {
                let bytes = Array(try Data(contentsOf: Trace.url("ami", file)))
                let isLast = number + 1 == snapshot.observer ?? 1
                model.take(events(of: isLast ? Array(bytes.prefix(snapshot.offset)) : bytes, reader))
            }
            #expect(Set(model.calls.keys) == answer.live, "snapshot \(snapshot.n)")
            #expect(model.joined.subtracting(answer.joined) == [], "snapshot \(snapshot.n): not joined in the PBX")
            #expect(answer.joined.subtracting(model.joined) == [], "snapshot \(snapshot.n): joined in the PBX")
        }
    }

    @Test(arguments: whole) func `any chunking gives the same events`(_ trace: Trace) throws {
        let bytes = try Self.log(trace).prefix(300_000)
        let usual = events(of: Array(bytes), .asterisk)
        for piece in [1, 7, 500] where piece > 1 || bytes.count < 100_000 {
            #expect(events(of: Array(bytes), .asterisk, piece: piece) == usual)
        }
    }
}
