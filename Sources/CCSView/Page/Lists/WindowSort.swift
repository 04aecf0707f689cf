/// Orders only that part of a list of which rows are wanted: quicksort that leaves alone what lies outside the window.
/// Cost: about twice the keys, whatever the window.
struct WindowSort {
    private let order: ItemOrder
    private let window: Range<Int>
    private var place: (key: Int, row: Int)?
    /// Where pivots are taken from: chance, so that no feed can be written to make this slow. The order does not depend on it.
    private var chance = UInt64.random(in: 1...UInt64.max)

    /// Orders `keys` where their rows meet `window`; gives the place of the first key there, and its first row.
    static func sort(_ keys: inout [SortKey], rows window: Range<Int>, by order: ItemOrder) -> (key: Int, row: Int)? {
        var sort = WindowSort(order: order, window: window)
        keys.withUnsafeMutableBufferPointer { sort.sort($0, 0, $0.count, from: 0, rows: nil) }
        return sort.place
    }

    private init(order: ItemOrder, window: Range<Int>) {
        self.order = order
        self.window = window
    }

    /// Orders the keys from `low` up to `high`, whose first row is `row`.
    private mutating func sort(
        _ keys: UnsafeMutableBufferPointer<SortKey>, _ low: Int, _ high: Int, from row: Int, rows known: Int?
    ) {
        var (low, high, row) = (low, high, row)
        var known = known
        while high - low > 24 {
            let rows = known ?? Self.rows(keys, low, high)
            guard row < window.upperBound, row + rows > window.lowerBound else { return }
            let (middle, left) = split(keys, low, high)
            // The smaller side by recursion, so that the stack stays flat however the keys lie.
            if middle - low < high - middle {
                sort(keys, low, middle, from: row, rows: left)
                (low, row, known) = (middle, row + left, rows - left)
            } else {
                sort(keys, middle, high, from: row + left, rows: rows - left)
                (high, known) = (middle, left)
            }
        }
        finish(keys, low, high, from: row)
    }

    /// Splits into two sides, neither of them empty, all of the left before all of the right; says where, and how many rows the
    /// left one has.
    private mutating func split(_ keys: UnsafeMutableBufferPointer<SortKey>, _ low: Int, _ high: Int) -> (
        middle: Int, rows: Int
    ) {
        chance ^= chance << 13
        chance ^= chance >> 7
        chance ^= chance << 17
        let third = (high - low) / 3
        let step = Int(chance % UInt64(third))
        let pivot = median(keys[low + step], keys[low + third + step], keys[low + 2 * third + step])
        var left = low
        var right = high - 1
        var rows = 0
        while true {
            while order.isBefore(keys[left], pivot) {
                rows += Int(keys[left].rows)
                left += 1
            }
            while order.isBefore(pivot, keys[right]) { right -= 1 }
            if left >= right { break }
            keys.swapAt(left, right)
            rows += Int(keys[left].rows)
            left += 1
            right -= 1
        }
        // Where the two met on the pivot itself it goes to the right; it never is the only one there and the left empty, for the
        // pivot is a median and no two keys are equal.
        return (left, rows)
    }

    private mutating func finish(_ keys: UnsafeMutableBufferPointer<SortKey>, _ low: Int, _ high: Int, from row: Int) {
        guard low < high else { return }
        for at in (low + 1)..<max(high, low + 1) {
            let key = keys[at]
            var hole = at
            while hole > low, order.isBefore(key, keys[hole - 1]) {
                keys[hole] = keys[hole - 1]
                hole -= 1
            }
            keys[hole] = key
        }
        var row = row
        for at in low..<high {
            let next = row + Int(keys[at].rows)
            if window.lowerBound < next, window.lowerBound >= row { place = (at, row) }
            row = next
        }
    }

    private func median(_ a: SortKey, _ b: SortKey, _ c: SortKey) -> SortKey {
        if order.isBefore(a, b) {
            if order.isBefore(b, c) { return b }
            return order.isBefore(a, c) ? c : a
        }
        if order.isBefore(a, c) { return a }
        return order.isBefore(b, c) ? c : b
    }

    private static func rows(_ keys: UnsafeMutableBufferPointer<SortKey>, _ low: Int, _ high: Int) -> Int {
        var rows = 0
        for at in low..<high { rows += Int(keys[at].rows) }
        return rows
    }
}
