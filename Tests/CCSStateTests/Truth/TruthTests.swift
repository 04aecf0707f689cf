import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// A viewer that joined late or missed a part never shows a fact that contradicts a viewer of the whole feed.
struct TruthTests {
    /// An alarm by detector and subject. A viewer that joined late may not know its start.
    private struct Alarm: Hashable, CustomStringConvertible {
        var detector: Detector
        var kind: String
        var id: String
        var isUnconfirmed: Bool
        var description: String { "\(detector) of \(kind) \(id)" }
    }

    private static let rates: Set<Detector> = [.failing, .stale, .lag]

    private func alarms(_ feed: TestFeed, at: Int64) throws -> Set<Alarm> {
        guard let domain = try? feed.domain() else { return [] }
        domain.advance(to: start + at)
        try feed.checkInvariants()
        var alarms: Set<Alarm> = []
        for anomaly in domain.activeAnomalies where !Self.rates.contains(anomaly.detector) {
            guard case .object(let key) = anomaly.subject else { continue }
            let id =
                switch key.kind {
                case .call: domain.call(key)?.id.string
                case .connection: domain.connection(key)?.id.string
                case .seance: domain.seance(key)?.id.string
                }
            alarms.insert(
                Alarm(
                    detector: anomaly.detector, kind: "\(key.kind)", id: id ?? "",
                    isUnconfirmed: domain.isUnconfirmed(anomaly)))
        }
        return alarms
    }

    private func certain(_ alarms: Set<Alarm>) -> Set<Alarm> { alarms.filter { !$0.isUnconfirmed } }

    /// Whether these lines created all objects that an alarm may depend on: its own object, the objects that were ever linked to it,
    /// and the objects linked to those.
    private func isOfNewObjects(_ alarm: Alarm, _ lines: ArraySlice<OrderlyFeed.Line>) -> Bool {
        var ids: Set<Substring> = [alarm.id[...]]
        for _ in 1...2 {
            ids.formUnion(lines.map(\.ids).filter { !ids.isDisjoint(with: $0) }.joined())
        }
        let created = Set(lines.filter { $0.text.contains("_create\"") }.flatMap(\.ids))
        return ids.isSubset(of: created)
    }

    @Test(arguments: seeds(12)) func aLateViewerRaisesNoFalseAlarm(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let feed = OrderlyFeed(seed: seed, steps: 900)
        let whole = try TestFeed()
        let first = random.below(600)
        let late = try TestFeed()
        for (place, line) in feed.lines.enumerated() {
            whole.take(line.text)
            if place >= first { late.take(line.text) }
            guard place > first, place % 25 == 0 else { continue }
            let at = line.at + Int64(random.one(of: [0, 1, 12_000, 70_000]))
            guard place + 1 == feed.lines.count || at <= feed.lines[place + 1].at else { continue }
            let (all, heard) = (try alarms(whole, at: at), try alarms(late, at: at))
            #expect(heard.subtracting(all).isEmpty, "joined at line \(first), line \(place)")
            let missing = all.subtracting(heard).filter { isOfNewObjects($0, feed.lines[first...place]) }
            #expect(missing.isEmpty, "joined at line \(first), line \(place)")
        }
    }

    @Test(arguments: Array(seeds(12)) + [116, 140]) func aGapRaisesNoFalseAlarm(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let feed = OrderlyFeed(seed: seed, steps: 900)
        let (whole, gappy) = (try TestFeed(), try TestFeed())
        var gap = 0
        var isFirst = true
        for (place, line) in feed.lines.enumerated() {
            whole.take(line.text, arrival: start + line.at)
            if gap > 0 {
                gap -= 1
                if gap == 0 { gappy.gap(from: start + feed.lines[max(0, place - 1)].at, to: start + line.at) }
                continue
            }
            if place > 50, random.once(in: 120) {
                gap = 1 + random.below(80)
                isFirst = false
                continue
            }
            gappy.take(line.text, arrival: start + line.at)
            guard !isFirst, place % 10 == 0 else { continue }
            let at = line.at + Int64(random.one(of: [0, 1, 12_000, 70_000]))
            guard place + 1 == feed.lines.count || at <= feed.lines[place + 1].at else { continue }
            let wrong = certain(try alarms(gappy, at: at)).subtracting(try alarms(whole, at: at))
            #expect(wrong.isEmpty, "line \(place)")
        }
    }
}
