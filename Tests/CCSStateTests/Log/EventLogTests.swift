import CCSEvents
import Testing

@testable import CCSState

@Suite struct EventLogTests {
    @Test func theLogHoldsWhatTookItsWayThroughTheDomain() throws {
        let lines = [
            event("call_create", "id=c", at: 1), event("call_create", "id=c", at: 1),
            event("call_delete", "id=c", at: 2),
            event("call_update", "id=c", at: 3), event("seance_delete", "id=s", at: 4),
            event("call_update", "x=y", at: 5),
        ]
        let feed = try TestFeed(lines)
        #expect(try feed.domain().logLines == Array(lines.dropLast()))
        #expect(try feed.domain().log.entries.map(\.verdict) == [.applied, .duplicate, .applied, .late, .orphan])
    }

    @Test(arguments: [1, 300_000, 1 << 20]) func itIsBoundedInBytes(_ limit: Int) throws {
        var limits = Limits()
        limits.logBytes = limit
        let feed = try TestFeed(.init(), limits: limits)
        let filler = String(repeating: "x", count: 2000)
        for number in 0..<2000 {
            feed.take(event("call_update", "id=c x=\(filler)\(number)"))
            // Every log has room for one line.
            let held = try feed.domain().log.bytesHeld
            #expect(held <= max(limit, 2200) && (number < 500 || held * 2 > limit))
        }
        let log = try feed.domain().log
        #expect(log.count + log.evicted == 2000 && log.lastSequence == 2000)
        #expect(try feed.domain().evictions.logLines == log.evicted)
        let held = try feed.domain().logLines
        #expect(held.count == log.count)
        for (offset, line) in held.enumerated() {
            #expect(line.contains("\(filler)\(log.firstSequence - 1 + offset)\""))
        }
        #expect(log.entry(log.firstSequence)?.sequence == log.firstSequence)
        #expect(log.entry(log.firstSequence - 1) == nil && log.entry(2001) == nil && log.entry(2000) != nil)
        var newest: [Int] = []
        log.forEachNewestFirst {
            newest.append($0.sequence)
            return newest.count < 3
        }
        #expect(newest == Array([2000, 1999, 1998].prefix(log.count)))
    }

    /// The memory of a block is used again.
    @Test func aLongLineLeavesNoRoomBehind() throws {
        var limits = Limits()
        limits.logBytes = 64 << 10
        let feed = try TestFeed(.init(), limits: limits)
        for number in 0..<200 {
            let filler = String(repeating: "x", count: number % 100 == 0 ? 60_000 : 1000)
            feed.take(event("call_update", "id=c x=\(filler)\(number)"))
            try feed.domain().log.checkInvariants()
        }
    }

    @Test func withoutBytesThereIsNone() throws {
        var limits = Limits()
        limits.logBytes = 0
        let feed = try TestFeed(.init(), limits: limits)
        feed.take(event("call_create", "id=c"))
        #expect(try feed.domain().log.count == 0)
    }

    @Test func entriesAreFoundByTheIDsTheyName() throws {
        let feed = try TestFeed([
            event("call_create", "id=c"), event("connection_link_call", "idconn=k idcall=d"),
            event("seance_create", "id=s"),
            event("connection_failure", "idcall=c"),
        ])
        func named(_ id: String) throws -> [Int] {
            var marks = LogMarks()
            Array(id.utf8).withUnsafeBytes { marks.insert(FeedText($0)) }
            return try feed.domain().log.entries.filter { marks.mayName($0) }.map(\.sequence)
        }
        #expect(
            try named("c") == [1, 4] && named("d") == [2] && named("k") == [2] && named("s") == [3] && named("x") == [])
    }

    @Test func changesAreNoted() throws {
        let feed = try TestFeed()
        func changes(_ line: String) throws -> Changes? {
            feed.take(line)
            let log = try feed.domain().log
            return log.entry(log.lastSequence)?.changes
        }
        #expect(try changes(event("call_create", "id=c state=a", at: 5)) == [.born, .state, .created])
        #expect(try changes(event("call_update", "id=c state=a number=1", at: 6)) == [.number])
        #expect(try changes(event("call_update", "id=c state=b number=2", at: 1)) == [])
        #expect(try changes(event("connection_link_call", "idconn=k idcall=c", at: 7)) == [.born, .tie])
        #expect(try changes(event("connection_link_call", "idconn=k idcall=c", at: 8)) == [])
        #expect(try changes(event("connection_start_record", "id=k", at: 9)) == [.record])
        #expect(try changes(event("call_dtmf", "id=c", at: 9)) == [.dtmf])
        // The connection is evicted with its last call.
        #expect(try changes(event("call_delete", "id=c", at: 9)) == [.ended, .tie])
        #expect(try changes(event("call_delete", "id=c", at: 10)) == [])
    }
}
