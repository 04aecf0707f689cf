import CCSEvents
import CCSState
import Testing

/// Messages of a PBX cause several events, and count once.
@Suite struct MessageCountTests {
    private struct NoMemory: Error {}

    /// Events of messages: each inner list is one message.
    private func batch(_ messages: [[String]], _ reader: inout LineReader) -> LineBatch {
        var batch = LineBatch(arrival: 1000)
        for message in messages {
            if message.isEmpty {
                reader.count(.line(.control), beginning: UnsafeRawBufferPointer(start: nil, count: 0), into: &batch)
            }
            for (place, line) in message.enumerated() {
                let bytes = Array(line.utf8) + [UInt8](repeating: 0, count: LineFramer.padding)
                bytes.withUnsafeBytes {
                    let line = UnsafeRawBufferPointer(rebasing: $0[..<line.utf8.count])
                    reader.read(line, part: place == 0 ? .first : .further, into: &batch)
                }
            }
        }
        return batch
    }

    private func event(_ type: String, _ id: String, domain: String = "d", at: Int = 5000) -> String {
        #"{"class":"ccsevents","type":"\#(type)","domain":"\#(domain)","eventts":\#(at),"data":{"id":"\#(id)"}}"#
    }

    private func reducer(domain: String? = nil) throws -> FeedReducer {
        guard let reducer = FeedReducer(EventDecoder.Options(map: FieldMap(), onlyDomain: domain)) else {
            throw NoMemory()
        }
        return reducer
    }

    private func counted(
        _ messages: [[String]], domain: String? = nil
    ) throws -> (FeedCounts, SourceFacts, [UInt8]) {
        guard var reader = LineReader(EventDecoder.Options(map: FieldMap(), onlyDomain: domain)) else {
            throw NoMemory()
        }
        var reducer = try reducer(domain: domain)
        reducer.startJournal()
        let batch = batch(messages, &reader)
        var position = 0
        _ = reducer.take(batch, from: &position)
        return (reducer.counts, reducer.facts(ofSource: 0), reducer.takeJournal()?.bytes ?? [])
    }

    @Test func `a message counts once, as applied if one of its events is`() throws {
        let counts = try counted([
            [event("call_create", "a"), event("call_update", "a")], [],
            // The first event is an orphan, the second is applied.
            [event("seance_delete", "s"), event("call_create", "b")], [event("seance_delete", "t")],
        ]).0
        #expect(counts.lines == 4)
        #expect(counts[.applied] == 2 && counts[.control] == 1 && counts[.orphan] == 1)
    }

    @Test func `the same event again is no duplicate`() throws {
        let counts = try counted([[event("call_dtmf", "a")], [event("call_dtmf", "a")]]).0
        #expect(counts[.applied] == 2 && counts[.duplicate] == 0)
    }

    @Test func `an event for another domain does not hide one that is taken`() throws {
        let (counts, facts, _) = try counted(
            [
                [event("call_create", "a", domain: "x"), event("call_create", "a")],
                [event("call_create", "b", domain: "x")],
            ],
            domain: "d")
        #expect(counts.lines == 2 && counts[.applied] == 1 && counts[.otherDomain] == 1)
        #expect(facts.counts == counts)
    }

    @Test func `a recording counts messages in the same way`() throws {
        let (counts, _, bytes) = try counted([
            [], [event("seance_delete", "s"), event("call_create", "b"), event("call_update", "b")],
            [event("call_dtmf", "b")], [event("call_dtmf", "b")],
        ])
        var replayed = try reducer()
        for line in bytes.split(separator: 0x0A) {
            let padded = Array(line) + [UInt8](repeating: 0, count: LineFramer.padding)
            padded.withUnsafeBytes {
                let (read, at) = JournalLine.read(UnsafeRawBufferPointer(rebasing: $0[..<line.count]))
                replayed.replay(read, at: at ?? 0)
            }
        }
        #expect(replayed.counts == counts)
        #expect(counts[.applied] == 3 && counts[.control] == 1)
    }
}
