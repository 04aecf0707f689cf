import CCSEvents
import CCSTestSupport
import Foundation
import Testing

@testable import CCSState

/// Replaying a recording gives the same state as the live run, for any feed.
@Suite("The replay of a recording")
struct ReplayGuaranteeTests {
    /// The decoder options for reading such a recording, which names the domain of each event.
    private func again(_ options: EventDecoder.Options) -> EventDecoder.Options {
        var options = options
        options.feedDomain = nil
        return options
    }

    private func expectSame(
        _ live: borrowing Recorded, _ replay: borrowing Recorded, _ options: EventDecoder.Options, _ note: String
    ) {
        var contents = SnapshotOptions()
        (contents.anomalies, contents.episodes) = (true, true)
        contents.masksNumbers = options.masksNumbers
        #expect(replay.reducer.counts == live.reducer.counts, "\(note)")
        #expect(
            String(decoding: replay.snapshot(contents), as: UTF8.self)
                == String(decoding: live.snapshot(contents), as: UTF8.self), "\(note)")
        let (logs, again) = (live.logs, replay.logs)
        #expect(again.count == logs.count, "\(note)")
        if let place = zip(again, logs).enumerated().first(where: { $1.0 != $1.1 })?.offset {
            Issue.record("\(note): the log has\n\(again[place])\nin place of\n\(logs[place])")
        }
        #expect(replay.missed == live.missed, "\(note)")
        #expect(replay.stretches == live.stretches, "\(note)")
        #expect(replay.reducer.facts.lastArrival == live.reducer.facts.lastArrival, "\(note)")
        #expect(replay.reducer.facts.lags.median == live.reducer.facts.lags.median, "\(note)")
        guard options.onlyDomain == nil else { return }
        for verdict in Verdict.allCases {
            #expect(
                replay.reducer.facts.samples(verdict) == live.reducer.facts.samples(verdict), "\(note), \(verdict)")
        }
    }

    @Test("has the same snapshot, counts and log for any feed", arguments: 0..<20 as Range<UInt64>)
    func hostile(block: UInt64) throws {
        for seed in (block * 15)..<((block + 1) * 15) {
            var feed = try HostileLines(seed: seed)
            var live = try Recorded(feed.options, limits: feed.limits, clock: feed.clock)
            for _ in 0..<120 { live.take(feed.next()) }
            live.reducer.closeJournal(wall: start)
            let replay = try Recorded(
                replaying: live.bytes, again(feed.options), limits: feed.limits, clock: feed.clock)
            expectSame(live, replay, feed.options, "seed \(seed)")
        }
    }

    @Test(
        "reads every line that was recorded, whatever times and numbers are in it", arguments: 0..<100 as Range<UInt64>)
    func lines(seed: UInt64) throws {
        var feed = try HostileLines(seed: seed)
        var live = try Recorded(feed.options, limits: feed.limits, clock: feed.clock)
        for _ in 0..<100 { live.take(feed.next()) }
        live.reducer.noteOver(wall: .max)
        live.reducer.noteGap(source: 0, wall: .min)
        live.reducer.closeJournal(wall: -1)
        live.bytes += Journal.lost(lines: 3, why: "a \"reason\"\n", at: .min)
        for line in live.bytes.split(separator: 0x0A) {
            let (isGood, at) = line.withUnsafeBytes { line in
                let (read, at) = JournalLine.read(line)
                if case .damaged = read { return (false, at) }
                return (true, at)
            }
            #expect(isGood && at != nil, "\(String(decoding: line, as: UTF8.self))")
        }
    }

    /// Members for a long line: a name, and a function from a size in bytes to JSON of at most that size.
    private static let longMembers: [(String, @Sendable (Int) -> String)] = [
        ("line ends", { #""x":"\#(String(repeating: "\\n", count: $0 / 2))""# }),
        ("control characters", { #""x":"\#(String(repeating: "\\u0001", count: $0 / 6))""# }),
        ("short numbers", { #""x":[\#(Array(repeating: "1", count: $0 / 2).joined(separator: ","))]"# }),
        ("short texts", { #""x":[\#(Array(repeating: "\"1\"", count: $0 / 4).joined(separator: ","))]"# }),
        ("fractions", { #""x":[\#(Array(repeating: "12e9", count: $0 / 5).joined(separator: ","))]"# }),
        ("keys", { Array(repeating: #""k":1"#, count: $0 / 6).joined(separator: ",") }),
        ("numbers to mask", { #""x":[\#(Array(repeating: "12345", count: $0 / 6).joined(separator: ","))]"# }),
        (
            "large numbers",
            { #""x":[\#(Array(repeating: "1234567890123456789", count: $0 / 20).joined(separator: ","))]"# }
        ),
        (
            "what is too deep",
            {
                let deep = 170
                return #""x":"# + String(repeating: "[", count: deep)
                    + Array(repeating: "1", count: ($0 - 2 * deep) / 2).joined(separator: ",")
                    + String(repeating: "]", count: deep)
            }
        ),
    ]

    @Test(
        "takes a line that is as long as one may be, whatever makes it long",
        arguments: longMembers.map(\.0), [false, true])
    func longLines(member: String, masks: Bool) throws {
        let make = try #require(Self.longMembers.first { $0.0 == member }).1
        for type in ["call_update", "call_dtmf"] {
            var options = EventDecoder.Options(masksNumbers: masks)
            try options.map.add("key=k")
            let head =
                #"{"class":"ccsevents","type":"\#(type)","domain":"sales","eventts":\#(start),"data":{"idcall":"a","key":"s","#
            let line = head + make(Event.maximumLine - head.utf8.count - 20) + "}}"
            #expect(line.utf8.count <= Event.maximumLine && line.utf8.count > Event.maximumLine - 40)
            var live = try Recorded(options)
            live.take(line, arrival: start)
            #expect(live.reducer.counts[.applied] == 1)
            #expect(live.bytes.count <= Event.maximumKept + 100)
            let replay = try Recorded(replaying: live.bytes, again(options))
            expectSame(live, replay, options, "\(type)")
            #expect(!live.logs.isEmpty)
        }
    }

    @Test("takes an event whose domain is as long as a line, and takes six bytes for each of its own")
    func longDomain() throws {
        let domain = String(repeating: "\u{7F}", count: Event.maximumLine)
        let options = EventDecoder.Options(feedDomain: domain)
        var live = try Recorded(options)
        live.take(#"{"class":"ccsevents","type":"call_create","eventts":1,"data":{"id":"a"}}"#, arrival: start)
        #expect(live.bytes.count > 6 * Event.maximumLine)
        expectSame(live, try Recorded(replaying: live.bytes, again(options)), options, "")
    }

    @Test("knows a gap that a clock which is wrong puts beyond the times of a feed")
    func impossibleGap() throws {
        let latest = Int64(Event.latestTime)
        var live = try Recorded(EventDecoder.Options())
        live.take(event("call_create", "id=a", at: latest - start), arrival: start)
        live.gap(0, from: start + 1000, to: start + 1078)
        let replay = try Recorded(replaying: live.bytes, EventDecoder.Options())
        #expect(replay.reducer.gaps == live.reducer.gaps)
        #expect(replay.reducer.gaps.last.map(\.since) == [latest])
        #expect(replay.reducer.state.domain(named: "sales")?.unconfirmedCount == 1)
        #expect(replay.reducer.counts == live.reducer.counts)
    }
}
