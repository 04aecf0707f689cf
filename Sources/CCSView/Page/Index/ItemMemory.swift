import CCSState

/// What was found about items that are dear to look at and are not followed, such as anomalies, kept from page to page.
///
/// An item that itself changed is looked at again at once. What it shows of other objects changes now and then: it is looked at
/// again in turn, some for each page.
final class ItemMemory {
    /// What tells an item from others, and one state of it from the one before.
    struct Stamp: Equatable {
        var serial: Int
        var state: SIMD8<Int64>
    }

    /// What was found.
    struct Found {
        /// Whether a filter wants it.
        var isWanted: Bool
        /// What it is ordered by; nil where that has to be asked for each page.
        var value: Value?
        /// Between which moments that holds.
        var from = Int64.min
        var until = Int64.max
    }

    private struct Kept {
        var found: Found
        var state: SIMD8<Int64>
        /// The page it was found for, and the last one that asked.
        var page: Int
        var asked: Int
    }

    let identity: RowIndex.Identity
    let domain: Domain
    private var kept: [Int: Kept] = [:]
    private var page = 0
    private var allowance: Allowance?
    /// Items that are looked at again in turn.
    private var left = 0
    /// Items that have to wait for another page.
    private(set) var waiting = 0

    init(_ identity: RowIndex.Identity, _ domain: Domain) {
        (self.identity, self.domain) = (identity, domain)
    }

    /// Items that are looked at again for one page although nothing happened to them.
    private static let inTurn = 256

    /// Begins a page.
    func begin(_ allowance: Allowance?) {
        // What nobody asked for at the last page is gone.
        let last = page
        if kept.contains(where: { $0.value.asked != last }) { kept = kept.filter { $0.value.asked == last } }
        page += 1
        // What was never looked at goes before what was.
        (self.allowance, left, waiting) = (allowance, waiting > 0 ? 0 : Self.inTurn, 0)
    }

    /// What is to be known of an item; nil while it has to wait.
    func found(_ stamp: Stamp, now: Int64, _ find: () -> Found) -> Found? {
        let known = kept[stamp.serial]
        if let known, known.state == stamp.state, known.found.from <= now, now < known.found.until {
            let isDue = left > 0 && page - known.page > 4 + 2 * kept.count / Self.inTurn
            guard isDue, mayLook() else {
                kept[stamp.serial]?.asked = page
                return known.found
            }
            left -= 1
        } else if known == nil, !mayLook() {
            // What was seen before is not to vanish because it changed.
            waiting += 1
            return nil
        }
        let found = find()
        kept[stamp.serial] = Kept(found: found, state: stamp.state, page: page, asked: page)
        return found
    }

    private func mayLook() -> Bool { allowance?.take() ?? true }
}
