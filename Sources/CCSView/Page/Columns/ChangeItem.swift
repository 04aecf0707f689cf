import CCSEvents
import CCSState

/// Something that began or ended in a domain: an anomaly, a gap of its feed, or a time in which a store was full.
public struct ChangeItem {
    /// What became of it.
    enum Change: String, CaseIterable {
        /// It began; an anomaly when its detector fired.
        case began
        /// It is over.
        case ended
        /// The object or number left the state: whether the trouble is over is not known.
        case left
    }

    /// What began or ended.
    enum What {
        case anomaly(AnomalyItem)
        /// A feed was not connected: its name, and the number of the gap.
        case gap(Gap, source: String, number: Int)
        case limit(LimitStretch, isOver: Bool)
    }

    let what: What
    let change: Change
    /// When, in milliseconds of feed time.
    let at: Int64

    /// The anomaly, where it is one.
    var anomaly: AnomalyItem? { if case .anomaly(let item) = what { item } else { nil } }

    /// The change by which an anomaly began.
    init(began item: AnomalyItem) { (what, change, at) = (.anomaly(item), .began, item.anomaly.firedAt) }

    /// The change by which an anomaly that is over ended; nil where it lasts.
    init?(ended item: AnomalyItem) {
        guard let ended = item.ended, let end = ended.endedAt else { return nil }
        (what, change, at) = (.anomaly(item), ended.hasLeft ? .left : .ended, end)
    }

    private init(_ what: What, _ change: Change, at: Int64) { (self.what, self.change, self.at) = (what, change, at) }

    /// The changes of gaps and of full stores.
    static func others(_ gaps: Gaps, _ names: (Int) -> String, _ domain: Domain, now: Int64) -> [ChangeItem] {
        var items: [ChangeItem] = []
        for (place, gap) in gaps.last.enumerated() {
            let what = What.gap(gap, source: names(gap.source), number: gaps.count - gaps.last.count + place + 1)
            items.append(ChangeItem(what, .began, at: gap.since))
            if gap.length > 0 { items.append(ChangeItem(what, .ended, at: gap.since + gap.length)) }
        }
        for stretch in domain.limitStretches {
            let isOver = stretch.isOver(at: now)
            let what = What.limit(stretch, isOver: isOver)
            items.append(ChangeItem(what, .began, at: stretch.since))
            if isOver { items.append(ChangeItem(what, .ended, at: stretch.last)) }
        }
        return items
    }

    /// Its name among the rows of its list.
    var name: String {
        switch what {
        case .anomaly(let item): "\(change == .began ? "began" : "ended") \(item.anomaly.serial)"
        case .gap(_, _, let number): "gap \(change) \(number)"
        case .limit(let stretch, _): "limit \(change) \(stretch.number)"
        }
    }

    /// Tells it from others that were in its place. Those of anomalies are below all others.
    var serial: UInt32 {
        let rest: UInt32 = 1 << 31
        return switch what {
        case .anomaly(let item): UInt32(truncatingIfNeeded: item.anomaly.serial) & (rest - 1)
        case .gap(_, _, let number): rest | UInt32(truncatingIfNeeded: number) << 2 | (change == .began ? 0 : 1)
        case .limit(let stretch, _):
            rest | UInt32(truncatingIfNeeded: stretch.number) << 2 | (change == .began ? 2 : 3)
        }
    }

    /// What its place in an order and the answers of filters hang on, but for time; of what is no anomaly.
    struct Signature: Equatable {
        let serial: UInt32
        let count: Int
        let isOver: Bool
    }

    var signature: Signature {
        guard case .limit(let stretch, let isOver) = what else {
            return Signature(serial: serial, count: 0, isOver: true)
        }
        return Signature(serial: serial, count: stretch.count, isOver: isOver)
    }

    /// What changes of one moment come in: what ended before what began, then the last one first.
    var rank: UInt64 {
        UInt64(change == .began ? 1 : 0) << 32 | UInt64(UInt32.max - serial)
    }
}
