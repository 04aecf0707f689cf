import CCSTestSupport
import Testing

@testable import CCSView

@Suite("Windows of an index")
struct RowIndexTests {
    private static let sort = Query.Sort("x", descending: true)

    private static func index(_ values: [Value], rows: [UInt32], now: Int64) -> RowIndex {
        let index = RowIndex(
            RowIndex.Identity(
                pane: .calls, sort: sort, filter: "", ascii: false, masksNumbers: false, isTree: false, opensAll: false)
        )
        index.bring(
            to: now, looks: nil,
            RowIndex.Source(
                slots: values.count, changes: { _ in }, serial: { UInt32(values.count - $0) },
                find: { slot, _ in
                    var finding = Finding(serial: UInt32(values.count - slot))
                    guard slot % 7 != 3 else { return finding }
                    finding.isAsked = true
                    finding.order(values[slot], descending: true, slot: slot)
                    finding.key?.rows = rows[slot]
                    return finding
                }, saysBounds: true, order: ItemOrder(descending: true) { values[$0] }))
        return index
    }

    @Test(
        "A window of a long list is that of the sorted list, with ties, texts, growing values and rows of any height",
        arguments: 0..<12)
    func window(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = 30_000
        let now: Int64 = 1_732_320_100_000
        let kinds = seed % 4
        let values: [Value] = (0..<count).map { _ in
            switch kinds {
            case 0: return .number(random.below(5))
            case 1:
                return random.below(3) == 0
                    ? .duration(Int64(random.below(90_000)))
                    : .elapsed(from: now - Int64(random.below(90_000)), now: now)
            case 2:
                return .string(
                    random.one(of: [
                        "a", "ab", "abcdefgh", "abcdefghijklmno", "abcdefghijklmnopq", "abcdefghijklmnopz", "zz",
                    ]))
            default: return random.below(4) == 0 ? .none : .time(Int64(random.next() >> 2))
            }
        }
        let rows = (0..<count).map { _ in UInt32(seed % 3 == 0 ? 1 + random.below(9) : 1) }
        let index = Self.index(values, rows: rows, now: now)
        let order = ItemOrder(descending: true) { values[$0] }
        var keys: [SortKey] = []
        index.forEach { keys.append($0) }
        keys.sort { order.isBefore($0, $1) }
        #expect(index.itemCount == keys.count)
        #expect(index.rowCount == keys.reduce(0) { $0 + Int($1.rows) })
        var before: [Int] = [0]
        for key in keys { before.append((before.last ?? 0) + Int(key.rows)) }
        for _ in 0..<25 {
            let start = random.one(of: [0, index.rowCount - 20, random.below(index.rowCount - 60)])
            let window = start..<min(index.rowCount, start + 1 + random.below(60))
            guard let found = index.window(window, by: order), let first = found.keys.first else {
                Issue.record("no keys")
                return
            }
            let place = keys.firstIndex { $0.slot == first.slot } ?? -1
            #expect(before[place] == found.row)
            #expect(found.row <= window.lowerBound && found.row + Int(first.rows) > window.lowerBound)
            #expect(found.keys.map(\.slot) == keys[place..<place + found.keys.count].map(\.slot))
            #expect(before[place + found.keys.count] >= window.upperBound)
            #expect(index.rowsBefore(first, by: order) == found.row)
        }
    }

    @Test(
        "While time stands still, what may look different since a moment ago is looked at once a page, however many there are"
    )
    func stillTime() {
        let now: Int64 = 1_732_320_100_000
        let count = 100
        let index = RowIndex(
            RowIndex.Identity(
                pane: .calls, sort: Self.sort, filter: "", ascii: false, masksNumbers: false, isTree: false,
                opensAll: false))
        var looks: [Int] = []
        for _ in 0..<12 {
            var asked = 0
            index.bring(
                to: now, looks: nil,
                RowIndex.Source(
                    slots: count, changes: { _ in }, serial: { _ in 1 },
                    find: { slot, bounds in
                        asked += 1
                        bounds.note(now - 1)
                        var finding = Finding(serial: 1)
                        finding.order(.number(slot), descending: true, slot: slot)
                        return finding
                    }, saysBounds: true, order: ItemOrder(descending: true) { .number($0) }))
            looks.append(asked)
        }
        #expect(looks == Array(repeating: count, count: 12))
    }
}
