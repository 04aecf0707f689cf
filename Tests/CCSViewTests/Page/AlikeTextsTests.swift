import CCSTestSupport
import Testing

@testable import CCSView

/// Ids of one server have a common prefix, and callers without a number have the same name. So the sort keys of such texts
/// are equal.
@Suite("Lists by texts that begin alike")
struct AlikeTextsTests {
    /// Objects in slots that tests change.
    private final class Store {
        static let slots = 6000
        let descending: Bool
        var values: [Value?] = Array(repeating: nil, count: slots)
        var serials = Array(repeating: UInt32(0), count: slots)
        var changed: Set<Int> = []
        private var last: UInt32 = 0
        var order: ItemOrder { ItemOrder(descending: descending) { self.values[$0] ?? .none } }

        init(descending: Bool) {
            self.descending = descending
        }

        func begin(_ slot: Int, _ value: Value) {
            last += 1
            (values[slot], serials[slot]) = (value, last)
            changed.insert(slot)
        }

        func change(_ slot: Int, _ value: Value?) {
            guard values[slot] != nil else { return }
            values[slot] = value
            changed.insert(slot)
        }

        var source: RowIndex.Source {
            RowIndex.Source(
                slots: Self.slots, changes: { self.changed.forEach($0) },
                serial: { self.values[$0] == nil ? nil : self.serials[$0] },
                find: { slot, _ in
                    guard let value = self.values[slot] else { return nil }
                    var finding = Finding(serial: self.serials[slot])
                    finding.isAsked = true
                    finding.order(value, descending: self.descending, slot: slot)
                    return finding
                }, saysBounds: true, order: order)
        }

        /// The slots in the order of a plain sort.
        var sorted: [UInt32] {
            let keys = values.indices.compactMap { slot in
                values[slot].map { SortKey($0, descending: descending, slot: slot, serial: serials[slot]) }
            }
            return keys.sorted { order.isBefore($0, $1) }.map(\.slot)
        }
    }

    private static func index(_ store: Store) -> RowIndex {
        RowIndex(
            RowIndex.Identity(
                pane: .calls, sort: Query.Sort("id", descending: store.descending), filter: "", ascii: false,
                masksNumbers: false, isTree: false, opensAll: false))
    }

    private static func text(_ kind: Int, _ random: inout SeededGenerator) -> Value {
        switch kind {
        case 0: .string("Unavailable caller")
        case 1: .string("pbx-node-01-17\(random.below(1 << 30))")
        case 2: .string("pbx-node-01-17" + String(repeating: "x", count: random.below(4)))
        default:
            random.one(of: [
                .none, .string("Anna"), .string("Unavailable ca"), .string("Unavailable cal"),
                .string("Unavailable caller"), .string("Unavailable caller \(random.below(1000))"), .string("z"),
            ])
        }
    }

    private static func largest(_ index: RowIndex) -> Int {
        (0..<index.fixed.bucketCount).map { index.fixed.slots(of: $0).count }.max() ?? 0
    }

    @Test(
        "Whatever comes, goes and changes, windows are those of a plain sort, and no bucket is larger than others",
        arguments: 0..<8)
    func windows(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let store = Store(descending: seed >= 4)
        let index = Self.index(store)
        let clock = 1_732_320_000_000
        for step in 0..<24 {
            for _ in 0..<(step == 0 ? 9000 : random.below(1500)) {
                let slot = random.below(Store.slots)
                switch random.below(step == 0 ? 1 : step > 15 ? 3 : 9) {
                case 0: store.begin(slot, Self.text(seed % 4, &random))
                case 1, 2: store.change(slot, nil)
                default: store.change(slot, Self.text(seed % 4, &random))
                }
            }
            // Sometimes a page can check only some slots. The visible rows must be right all the same.
            let looks = step % 3 == 1 ? Allowance(Allowance.Rate(looks: 200)) : nil
            looks?.begin()
            index.bring(to: Int64(clock + step), looks: looks, store.source)
            store.changed = []
            if index.rowCount > 60, index.progress != nil {
                let start = random.below(index.rowCount - 55)
                let found = try #require(index.window(start..<start + 50, by: store.order))
                #expect(found.keys.count == 50 && found.row == start)
                for key in found.keys {
                    #expect(!index.isWaiting(Int(key.slot)))
                    #expect(store.serials[Int(key.slot)] == key.serial)
                }
                // The index of a row is right, even if slots beside it wait.
                for (at, key) in found.keys.enumerated() where at % 7 == 0 {
                    #expect(index.rowsBefore(key, by: store.order) == start + at)
                }
            }
            index.rest()
            guard looks == nil else { continue }
            let sorted = store.sorted
            #expect(index.itemCount == sorted.count)
            #expect(Self.largest(index) <= OrderedSlots.most)
            let all = index.window(0..<sorted.count, by: store.order)
            #expect(all?.keys.map(\.slot) == sorted)
            for _ in 0..<5 {
                let start = random.below(sorted.count - 60)
                let found = try #require(index.window(start..<start + 50, by: store.order))
                #expect(found.row == start)
                #expect(found.keys.map(\.slot) == Array(sorted[start..<start + 50]))
                let first = try #require(found.keys.first)
                #expect(index.rowsBefore(first, by: store.order) == start)
            }
        }
    }

    @Test(
        "Where thousands lie in a row that leave once they are looked at, a page has so many rounds for them and no more"
    )
    func rounds() throws {
        let store = Store(descending: false)
        for slot in 0..<Store.slots { store.begin(slot, .number(slot)) }
        let index = Self.index(store)
        index.bring(to: 0, looks: nil, store.source)
        store.changed = []
        for slot in 0..<5000 { store.change(slot, .number(slot + 100_000)) }
        let looks = Allowance(Allowance.Rate(looks: 1))
        looks.begin()
        var asked = 0
        var source = store.source
        let find = source.find
        source.find = { slot, bounds in
            asked += 1
            return find(slot, bounds)
        }
        index.bring(to: 1, looks: looks, source)
        let found = try #require(index.window(0..<50, by: store.order))
        #expect(found.keys.allSatisfy { !index.isWaiting(Int($0.slot)) })
        #expect(found.keys.map(\.slot) == (5000..<5050).map { UInt32($0) })
        #expect(asked <= 50 * (RowIndex.rounds + 1))
        #expect(index.progress != nil)
        store.changed = []
        index.bring(to: 2, looks: nil, store.source)
        #expect(index.window(0..<Store.slots, by: store.order)?.keys.map(\.slot) == store.sorted)
    }
}
