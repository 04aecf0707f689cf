import CCSEvents
import CCSTestSupport
import Foundation
import Testing

@testable import CCSState

@Suite("A recording")
struct JournalTests {
    private static var withAnomalies: SnapshotOptions {
        var options = SnapshotOptions()
        options.anomalies = true
        return options
    }

    @Test(
        "replays to the same state, byte by byte", arguments: [nil, "sales"] as [String?], 1...12 as ClosedRange<UInt64>
    )
    func replays(domain: String?, seed: UInt64) throws {
        let options = EventDecoder.Options(feedDomain: seed % 3 == 0 ? "sales" : nil, onlyDomain: domain)
        var feed = ChaoticFeed(seed: seed)
        var live = try Recorded(options)
        var clock = start
        for number in 0..<4000 {
            clock += Int64(number * 7919 % 13)
            live.take(feed.next(), arrival: clock)
            // Sometimes a quiet time, in which only the clock makes detectors fire.
            if number % 500 == 499 { clock += 20_000 }
            if number % 7 == 0 { live.tick(clock) }
        }
        var replayOptions = options
        replayOptions.feedDomain = nil
        let replay = try Recorded(replaying: live.bytes, replayOptions)
        #expect(replay.reducer.counts == live.reducer.counts)
        #expect(
            String(decoding: replay.snapshot(Self.withAnomalies), as: UTF8.self)
                == String(decoding: live.snapshot(Self.withAnomalies), as: UTF8.self))
        #expect(replay.reducer.facts.lastArrival == live.reducer.facts.lastArrival)
        #expect(replay.reducer.facts.lags.median == live.reducer.facts.lags.median)
        #expect(replay.reducer.facts.lagMeter.percentile(99) == live.reducer.facts.lagMeter.percentile(99))
        if domain == nil {
            for verdict in Verdict.allCases {
                #expect(replay.reducer.facts.samples(verdict) == live.reducer.facts.samples(verdict))
            }
        }
    }

    @Test("replays its gaps", arguments: 1...8 as ClosedRange<UInt64>)
    func gaps(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var feed = ChaoticFeed(seed: seed)
        var live = try Recorded(EventDecoder.Options())
        var clock = start
        var wereSilent = false
        for number in 0..<2000 {
            clock += Int64(random.below(40))
            live.take(feed.next(), source: Int(random.below(3)), arrival: clock)
            if number % 300 == 299 {
                let lost = clock
                clock += Int64(random.below(5_000))
                live.gap(Int(random.below(3)), from: lost, to: clock)
            }
            if number % 20 == 0 { live.tick(clock) }
            if number % 500 == 450 {
                let replay = try Recorded(replaying: live.bytes, EventDecoder.Options())
                #expect(replay.missed == live.missed)
                wereSilent = wereSilent || live.reducer.state.domains.contains { $0.unconfirmedCount > 0 }
            }
        }
        live.tick(clock + 20_000)
        let replay = try Recorded(replaying: live.bytes, EventDecoder.Options())
        #expect(replay.missed == live.missed)
        #expect(replay.snapshot(Self.withAnomalies) == live.snapshot(Self.withAnomalies))
        #expect(wereSilent && live.reducer.state.domains.contains { $0.evictions.unconfirmed > 0 }, "the feed is apt")
    }

    @Test("made by two runs says that nothing was heard between them")
    func twoRuns() throws {
        var live = try Recorded(EventDecoder.Options())
        live.take(event("call_create", "idcall=a"), arrival: start)
        live.take(event("call_create", "idcall=b"), source: 1, arrival: start)
        var replay = try Recorded(replaying: live.bytes, EventDecoder.Options())
        replay.reducer.noteNextRun(from: start + 1000, to: start + 5000)
        #expect(replay.reducer.state.domain(named: "sales")?.unconfirmedCount == 2)
        #expect(replay.reducer.gaps.last.map(\.length) == [4000, 4000])
    }

    @Test(
        "with a source or a gap that cannot be is damaged there",
        arguments: [
            #"{"at":1,"source":65536,"event":{}}"#, #"{"at":1,"source":-1,"event":{}}"#,
        ])
    func noSource(line: String) {
        let isDamaged = Array(line.utf8).withUnsafeBytes { bytes in
            if case .damaged = JournalLine.read(bytes).line { true } else { false }
        }
        #expect(isDamaged)
    }

    @Test("of one domain holds nothing of another, and no secret")
    func isolation() throws {
        var live = try Recorded(EventDecoder.Options(onlyDomain: "sales"))
        live.take(event("call_create", "idcall=mine number=100"), arrival: 1)
        live.take(event("call_create", "idcall=theirs number=55123", in: "support"), arrival: 2)
        live.take(event("call_dtmf", "idcall=mine digit=DIGITX"), arrival: 3)
        live.take(event("connection_set_record_info", "idconn=c key=KEYX"), arrival: 4)
        live.take(#"["connection_info_result",{"qid":1,"token":"TOKENX","domain":"support"}]"#, arrival: 5)
        live.take(#"{"class":"ccsevents","type":"call_create","domain":"support","theirname":"torn"#, arrival: 6)
        live.take(#"{"class":"other","type":"call_create","domain":"support","theirname":{}}"#, arrival: 7)
        live.take(#"{"class":"ccsevents","type":"call_create","theirname":1}"#, arrival: 8)
        let text = String(decoding: live.bytes, as: UTF8.self)
        for word in ["support", "theirs", "theirname", "55123", "DIGITX", "KEYX", "TOKENX"] {
            #expect(!text.contains(word), "\(word) in\n\(text)")
        }
        #expect(text.contains("mine"))
        #expect(
            try Recorded(replaying: live.bytes, EventDecoder.Options(onlyDomain: "sales")).reducer.counts
                == live.reducer.counts)
    }

    @Test("keeps two signals apart that are alike without their digits")
    func duplicates() throws {
        var live = try Recorded(EventDecoder.Options())
        for digit in ["1", "2", "2"] { live.take(event("call_dtmf", "idcall=a digit=\(digit)"), arrival: 1) }
        #expect(live.reducer.counts[.applied] == 2)
        #expect(live.reducer.counts[.duplicate] == 1)
        let replay = try Recorded(replaying: live.bytes, EventDecoder.Options())
        #expect(replay.reducer.counts == live.reducer.counts)
        #expect(replay.snapshot(SnapshotOptions()) == live.snapshot(SnapshotOptions()))
    }

    @Test(
        "takes no secret without a value for one",
        arguments: ["null", "\"\"", "\"empty\"", "{}", "[1]", "1.5", "true", "7", "\"x\""])
    func noValues(key: String) throws {
        let line =
            #"{"class":"ccsevents","type":"connection_set_record_info","domain":"sales","eventts":\#(start),"#
            + #""data":{"idconn":"c","key":\#(key)}}"#
        var live = try Recorded(EventDecoder.Options())
        live.take(event("connection_create", "idconn=c"), arrival: 1)
        live.take(line, arrival: 2)
        let replay = try Recorded(replaying: live.bytes, EventDecoder.Options())
        #expect(
            String(decoding: replay.snapshot(SnapshotOptions()), as: UTF8.self)
                == String(decoding: live.snapshot(SnapshotOptions()), as: UTF8.self))
    }

    @Test("keeps what is revealed")
    func revealed() throws {
        let options = EventDecoder.Options(revealDTMF: true, revealKeys: true)
        var live = try Recorded(options)
        live.take(event("connection_create", "idconn=c"), arrival: 1)
        live.take(event("connection_set_record_info", "idconn=c key=KEYX"), arrival: 2)
        #expect(String(decoding: live.bytes, as: UTF8.self).contains("KEYX"))
        #expect(
            try Recorded(replaying: live.bytes, options).snapshot(SnapshotOptions()) == live.snapshot(SnapshotOptions())
        )
    }

    @Test("is lines of JSON for any feed")
    func json() throws {
        var live = try Recorded(EventDecoder.Options(feedDomain: "a \"quoted\" \u{1} name"))
        live.take(event("call_create", "idcall=a", in: ""), arrival: 1)
        live.take(
            #"["notify",{"class":"ccsevents","type":"call_create","eventts":1,"data":{"id":"b"},"qid":4}]"#, arrival: 2)
        live.take("junk \u{7}", arrival: 3)
        live.tick(100_000_000)
        for line in live.bytes.split(separator: 0x0A) {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line)) }
        }
        #expect(
            try Recorded(replaying: live.bytes, EventDecoder.Options()).snapshot(SnapshotOptions())
                == live.snapshot(SnapshotOptions()))
    }

    @Test("that is damaged anywhere is counted, and nothing traps", arguments: 1...20 as ClosedRange<UInt64>)
    func damage(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var feed = ChaoticFeed(seed: seed)
        var live = try Recorded(EventDecoder.Options())
        for number in 0..<100 { live.take(feed.next(), arrival: Int64(number)) }
        var bytes = live.bytes
        for _ in 0..<40 where !bytes.isEmpty {
            let place = Int(random.below(bytes.count))
            switch random.below(3) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            }
        }
        _ = try Recorded(replaying: bytes, EventDecoder.Options())
    }

    @Test("header says what it was recorded with, and reads back")
    func header() throws {
        var header = JournalHeader()
        header.domain = "a \"quoted\" \u{1} näme"
        try header.fields.add("call=leg.uuid,state=status")
        header.revealed = ["dtmf"]
        header.masksNumbers = true
        header.isLive = false
        header.clock = ClockRule(skew: 7000, addsElapsed: true)
        header.started = 1_732_320_000_123
        header.part = 7
        let line = header.line
        #expect(line.last == 0x0A)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line)) }
        #expect(line.dropLast().withUnsafeBytes { JournalHeader($0) } == header)
        var other = header
        (other.started, other.part) = (1, 1)
        #expect(header.canContinue(other))
        other.domain = nil
        #expect(!header.canContinue(other))
    }

    @Test(
        "header that is none is refused",
        arguments: ["", "{", "{\"ccs-top\":\"recording/2\",\"part\":1}", "{\"class\":1}"])
    func noHeader(text: String) { #expect(Array(text.utf8).withUnsafeBytes { JournalHeader($0) } == nil) }
}
