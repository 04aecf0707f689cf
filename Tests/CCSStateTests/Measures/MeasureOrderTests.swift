import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// The same events in another order give the same measures. Events after an end are late and do not count, so ends stay
/// last.
@Suite struct MeasureOrderTests {
    @Test(arguments: 1...60 as ClosedRange<UInt64>) func orderDoesNotMatter(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (events, ends): ([String], [String]) = ([], [])
        var at: Int64 = 0
        for connection in 0..<8 {
            at += 1 + Int64(random.below(3000))
            events.append(event("connection_create", "idconn=k\(connection) to=\(connection % 3)", at: at))
            for leg in 0...(1 + random.below(3)) {
                let id = "c\(connection)-\(leg)"
                at += 1
                events.append(event("call_create", "idcall=\(id) dir=\(leg == 0 ? "in" : "out")", at: at))
                at += 1
                events.append(event("connection_link_call", "idconn=k\(connection) idcall=\(id)", at: at))
                var states = ["ringing"]
                if random.once(in: 2) { states += ["talk"] }
                if random.once(in: 3) { states += ["talk", "hold", "talk", "final"] }
                for state in states {
                    at += 1 + Int64(random.below(800))
                    events.append(event("call_set_state", "idcall=\(id) state=\(state)", at: at))
                }
                if random.once(in: 2) { ends.append(event("call_delete", "idcall=\(id)", at: at + 60_000)) }
            }
            ends.append(event("connection_delete", "idconn=k\(connection)", at: at + 50_000))
        }
        let expected = try summary(events + ends)
        for _ in 0..<4 {
            events.shuffle(using: &random)
            ends.shuffle(using: &random)
            #expect(try summary(events + ends) == expected)
        }
    }

    private func summary(_ lines: [String]) throws -> [Int64] {
        let domain = try TestFeed(lines).domain()
        let now = start + 200_000
        let measures = domain.measures(last: 900, now: now)
        let delays = domain.delays(last: 900, now: now)
        var sums: [Int64] = [0, 0, 0]
        for number in domain.numbersShown(last: [900], now: now) {
            sums[0] += Int64(number.measures.decided)
            sums[1] += Int64(number.measures.answered)
            sums[2] += number.measures.talked
        }
        return [
            Int64(measures.decided), Int64(measures.answered), Int64(measures.forksLost), Int64(measures.talks),
            measures.talked, Int64(delays.count), delays.percentile(50) ?? -1, delays.percentile(95) ?? -1,
        ] + sums
    }

    /// The measures stay within their bounds in any feed.
    @Test(arguments: 1...6 as ClosedRange<UInt64>) func chaosStaysInBounds(seed: UInt64) throws {
        var chaos = ChaoticFeed(seed: seed)
        let feed = try TestFeed()
        // Some values are states; otherwise no call would ever talk.
        let words = ["\"v1\"": "\"talk\"", "\"v2\"": "\"ringing\"", "\"v3\"": "\"out\""]
        for _ in 0..<4000 {
            feed.take(words.reduce(chaos.next()) { $0.replacing($1.key, with: $1.value) })
        }
        for name in ["sales", "support", "42"] {
            let domain = try feed.domain(name)
            let measures = domain.measures(last: 900, now: domain.now(wall: nil))
            #expect(measures.answered <= measures.decided)
            #expect(measures.talks <= measures.decided)
            #expect(measures.decided <= domain.connections.created + domain.failureCount)
        }
    }
}
