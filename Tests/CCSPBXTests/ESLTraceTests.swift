import CCSPBX
import Foundation
import Testing

/// Wire logs of a real FreeSWITCH, and what it answered at quiet moments.
@Suite struct ESLTraceTests {
    static let whole = Trace.all("esl", ".json")

    static func log(_ trace: Trace) throws -> [UInt8] {
        // The other connections of this one are not observers.
        let files = try trace.snapshots().files.prefix(trace.name == "38-wire" ? 1 : .max)
        return try files.flatMap { Array(try Data(contentsOf: Trace.url("esl", $0))) }
    }

    @Test(arguments: whole) func `nothing is left, and every object lives once`(_ trace: Trace) throws {
        var model = EventModel()
        model.take(events(of: try Self.log(trace), .freeSWITCH))
        #expect(model.faults == [])
        #expect(model.calls.keys.sorted() == [])
        #expect(model.connections.keys.sorted() == [])
        #expect(model.seances.sorted() == [])
    }

    @Test(arguments: whole) func `live calls and joins are those that the PBX tells`(_ trace: Trace) throws {
        let (snapshots, files) = try trace.snapshots()
        for snapshot in snapshots where snapshot.bytes_during == 0 {
            let answer = try ESLAnswer(Array(try Data(contentsOf: Trace.url("esl", snapshot.file))))
            let reader = PBXReader(.freeSWITCH, PBXReader.Options(rules: [.fixed("d")]))
            var model = EventModel()
            for (number, file) in files.enumerated() where number < snapshot.observer ?? 1 {
                let bytes = Array(try Data(contentsOf: Trace.url("esl", file)))
                let isLast = number + 1 == snapshot.observer ?? 1
                model.take(events(of: isLast ? Array(bytes.prefix(snapshot.offset)) : bytes, reader))
            }
            #expect(Set(model.calls.keys) == answer.live, "snapshot \(snapshot.n)")
            #expect(model.joined.subtracting(answer.joined) == [], "snapshot \(snapshot.n): not joined in the PBX")
            #expect(answer.joined.subtracting(model.joined) == [], "snapshot \(snapshot.n): joined in the PBX")
        }
    }

    @Test(arguments: whole.prefix(5)) func `any chunking gives the same events`(_ trace: Trace) throws {
        let bytes = Array(try Self.log(trace).prefix(300_000))
        let usual = events(of: bytes, .freeSWITCH)
        for piece in [7, 5000] { #expect(events(of: bytes, .freeSWITCH, piece: piece) == usual) }
    }
}
