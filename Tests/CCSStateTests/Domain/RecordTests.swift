import CCSEvents
import Testing

@testable import CCSState

@Suite struct RecordTests {
    private func begun(_ at: Int64, id: String = "k") -> String { event("connection_start_record", "id=\(id)", at: at) }
    private func ready(_ at: Int64, _ key: String = "key=secret", id: String = "k") -> String {
        event("connection_set_record_info", "id=\(id) \(key)", at: at)
    }
    private func record(_ status: String, _ startedAt: Int64?, _ hasKey: Bool) -> JSON {
        [
            "status": .text(status), "startedAt": startedAt.map { .integer(start + $0) } ?? .null,
            "hasKey": .bool(hasKey),
        ]
    }

    @Test func aRecordGoesItsWay() throws {
        let create = event("connection_create", "id=k", at: 1)
        let cases: [([String], JSON, Int64)] = [
            ([create], record("none", nil, false), 0),
            ([create, begun(5)], record("recording", 5, false), 1),
            ([begun(5), begun(6)], record("recording", 6, false), 1),
            ([begun(5), ready(9)], record("ready", 5, true), 0),
            ([begun(5), ready(5)], record("ready", 5, true), 0),
            ([begun(5), ready(9, "key=empty")], record("ready", 5, false), 0),
            ([begun(5), ready(9, "x=y")], record("ready", 5, false), 0),
            ([create, ready(9)], record("ready", nil, true), 0),
            // Older events change nothing, but may report the start.
            ([begun(5), ready(4)], record("recording", 5, false), 1),
            ([create, ready(9), begun(5)], record("ready", 5, true), 0),
            ([begun(5), ready(9), begun(7)], record("ready", 5, true), 0),
            ([create, ready(9), begun(5), begun(4)], record("ready", 5, true), 0),
            ([create, ready(9, "x=y"), ready(8)], record("ready", nil, false), 0),
            // The recording's newest event counts, not the connection's.
            ([event("connection_create", "id=k", at: 50), begun(5)], record("recording", 5, false), 1),
            // A second recording of the same connection.
            ([begun(5), ready(9), begun(10)], record("recording", 10, false), 1),
            ([begun(5), ready(9), begun(10), ready(12)], record("ready", 10, true), 0),
        ]
        for (lines, expected, recording) in cases {
            let feed = try TestFeed(lines)
            #expect(try feed.part("connections.0.record") == expected, "\(lines)")
            #expect(try feed.part("live.recording") == .integer(recording))
            #expect(feed.counts[.applied] == lines.count)
        }
    }

    @Test func onlyRecordingsOfLiveConnectionsRun() throws {
        let feed = try TestFeed([begun(1), begun(1, id: "l")])
        #expect(try feed.part("live.recording") == 2)
        feed.take(event("connection_delete", "id=k", at: 2))
        #expect(try feed.part("live.recording") == 1)
        #expect(feed.take(ready(3)) == .applied)
        #expect(try feed.part("live.recording") == 1)
        #expect(feed.take(begun(4)) == .late)
        feed.take(event("connection_create", "id=k", at: 5))
        #expect(try feed.part("live.recording") == 1)
        #expect(try feed.part("connections.0.record") == record("none", nil, false))
    }

    @Test func recordsAreFinishedAfterTheTalk() throws {
        let feed = try TestFeed([event("connection_delete", "id=k", at: 2)])
        // The same for an id that ended without having been seen. Neither event creates the object.
        #expect(feed.take(ready(3)) == .applied)
        #expect(feed.take(ready(1)) == .applied)
        #expect(feed.take(event("connection_update", "id=k", at: 9)) == .late)
        #expect(try feed.part("live.connections") == 0)
        #expect(feed.take(ready(3, id: "never")) == .orphan)
        // An orphan record info does not mark its id as ended.
        #expect(feed.take(event("connection_update", "id=never", at: 4)) == .applied)
    }

    @Test func theKeptRecordOfAnEndedConnectionIsCompleted() throws {
        let feed = try TestFeed([begun(1), event("connection_delete", "id=k", at: 2), ready(3)])
        var found: [Connection] = []
        try feed.domain().forEachConnection { found.append($0) }
        #expect(found.count == 1)
        #expect(found.first?.recordStatus == .ready && found.first?.hasKey == true && found.first?.isLive == false)
        #expect(found.first?.recordReadyAt == start + 3)
        #expect(found.first?.recordKey.isEmpty == true)
    }

    @Test func aRecordInfoBringsNewsOfItsConnection() throws {
        let feed = try TestFeed([event("connection_create", "id=k", at: 1)])
        feed.take(event("connection_set_record_info", "id=k from=5 state=x", at: 2))
        #expect(try feed.part("connections.0.from") == "5")
        #expect(try feed.part("connections.0.state") == "x")
    }

    @Test func keysAndDigitsAreShownWhereTheyAreRevealed() throws {
        let feed = try TestFeed(.init(revealDTMF: true, revealKeys: true))
        for line in [begun(1), ready(2)] { feed.take(line) }
        for digit in ["1", "#", "é"] { feed.take(event("call_dtmf", "id=c digit=\(digit)", at: 3)) }
        #expect(try feed.part("connections.0.record.key") == "secret")
        #expect(try feed.part("calls.0.dtmf.digits") == "1#é")
        // With any number of digits, the stored text stays valid.
        for place in 0..<400 { feed.take(event("call_dtmf", "id=c digit=é n=\(place)", at: 3)) }
        let digits = try #require(try feed.part("calls.0.dtmf.digits").string)
        #expect(digits.utf8.count <= 512 && digits.hasPrefix("1#éé"))
        #expect(String(validating: feed.snapshotBytes, as: UTF8.self) != nil)
    }
}
