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
    private var looks = 0
    private var left = 0
    /// Items that have to wait for another page.
    private(set) var waiting = 0

    init(_ identity: RowIndex.Identity, _ domain: Domain) {
        (self.identity, self.domain) = (identity, domain)
    }

    /// Begins a page for which so many may be looked at.
    func begin(looks: Int) {
        // What nobody asked for at the last page is gone.
        let last = page
        if kept.contains(where: { $0.value.asked != last }) { kept = kept.filter { $0.value.asked == last } }
        page += 1
        (self.looks, left, waiting) = (looks, looks, 0)
    }

    /// What is to be known of an item; nil while it has to wait.
    func found(_ stamp: Stamp, now: Int64, _ find: () -> Found) -> Found? {
        if let known = kept[stamp.serial], known.state == stamp.state, known.found.from <= now, now < known.found.until,
            left == 0 || page - known.page <= 2 * kept.count / looks
        {
            kept[stamp.serial]?.asked = page
            return known.found
        }
        // What was seen before is not to vanish because it changed.
        guard left > 0 || kept[stamp.serial] != nil else {
            waiting += 1
            return nil
        }
        left = max(0, left - 1)
        let found = find()
        kept[stamp.serial] = Kept(found: found, state: stamp.state, page: page, asked: page)
        return found
    }
}
