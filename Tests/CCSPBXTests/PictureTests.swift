import CCSPBX
import Foundation
import Testing

/// A reader that starts in the middle with a picture of the channels ends with the same calls as the PBX.
@Suite struct PictureTests {
    /// Calls and joins of the PBX at a snapshot.
    private func answer(_ folder: String, _ bytes: [UInt8]) throws -> (live: Set<String>, joined: Set<Set<String>>) {
        if folder == "ami" {
            let answer = AMIAnswer(String(decoding: bytes, as: UTF8.self))
            return (answer.live, answer.joined)
        }
        let answer = try ESLAnswer(bytes)
        return (answer.live, answer.joined)
    }

    @Test(arguments: Trace.all("ami", ".json") + Trace.all("esl", ".json"))
    func `starting with a picture, later pictures are the same`(_ trace: Trace) throws {
        let (all, files) = try trace.snapshots()
        guard files.count == 1 else { return }
        let snapshots = all.filter { $0.bytes_during == 0 }
        let log = Array(try Data(contentsOf: Trace.url(trace.folder, files[0])))
        let kind: PBXReader.Kind = trace.folder == "ami" ? .asterisk : .freeSWITCH
        // The long logs have many.
        for (place, start) in snapshots.enumerated() where log.count < 5_000_000 || place % 3 == 0 {
            let picture = Array(try Data(contentsOf: Trace.url(trace.folder, start.file)))
            let reader = PBXReader(kind, PBXReader.Options(rules: [.fixed("d")]))
            var model = EventModel()
            model.take(events(of: picture, reader, finishes: false))
            var from = start.offset
            for snapshot in [start] + snapshots.dropFirst(place + 1).prefix(2) {
                model.take(events(of: Array(log[from..<snapshot.offset]), reader, finishes: true))
                from = snapshot.offset
                let bytes = Array(try Data(contentsOf: Trace.url(trace.folder, snapshot.file)))
                let wanted = try answer(trace.folder, bytes)
                #expect(Set(model.calls.keys) == wanted.live, "from \(start.n) to \(snapshot.n)")
                #expect(model.joined.symmetricDifference(wanted.joined) == [], "from \(start.n) to \(snapshot.n)")
            }
            #expect(model.faults == [])
            #expect(reader.translator.checkInvariants() == [])
        }
    }
}
