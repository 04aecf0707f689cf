import CCSTestSupport
import Testing

@testable import CCSView

@Suite("Slots in order")
struct OrderedSlotsTests {
    /// The content of the list, stored simply.
    private final class Model {
        let descending: Bool
        var keys: [Int: SortKey] = [:]
        var values: [Int: Value] = [:]
        var order: ItemOrder { ItemOrder(descending: descending) { self.values[$0] ?? .none } }

        init(descending: Bool) {
            self.descending = descending
        }

        func set(_ slot: Int, _ value: Value, rows: Int) -> SortKey {
            var key = SortKey(value, descending: descending, slot: slot, serial: UInt32(slot / 3))
            key.rows = UInt32(rows)
            (values[slot], keys[slot]) = (value, key)
            return key
        }
    }

    private static func check(_ list: OrderedSlots, _ model: Model) throws {
        try list.checkInvariants { Int(model.keys[$0]?.rows ?? 0) }
        #expect(list.count == model.keys.count)
        #expect(list.rows == model.keys.values.reduce(0) { $0 + Int($1.rows) })
        let sorted = model.keys.values.sorted { model.order.isBefore($0, $1) }
        var (at, rows) = (0, 0)
        for bucket in 0..<list.bucketCount {
            #expect(list.rowsBefore(bucket: bucket) == rows)
            let slots = list.slots(of: bucket)
            #expect(slots.count <= OrderedSlots.most)
            let expected = sorted[at..<min(sorted.count, at + slots.count)]
            #expect(Set(slots) == Set(expected.map(\.slot)), "bucket \(bucket)")
            for key in expected {
                #expect(list.bucket(ofSlot: Int(key.slot)) == bucket)
                #expect(list.isInPlace(key, by: model.order))
                if !key.isCut { #expect(list.bucket(of: key.place) == bucket) }
                rows += Int(key.rows)
            }
            at += slots.count
        }
        #expect(at == sorted.count)
        #expect(list.rowsBefore(bucket: list.bucketCount) == list.rows)
    }

    private static func value(_ kind: Int, _ step: Int, _ random: inout SeededGenerator) -> Value {
        switch kind {
        case 0: .number(random.below(1 << 40))
        case 1: .number(step)
        case 2: .number(30_000 - step)
        case 3: .number(random.below(3))
        // Texts with equal sort keys, different or equal after that.
        case 4: .string("pbx-node-01-17\(random.below(1 << 30))")
        case 5: .string("Unavailable caller")
        case 6: .string("Unavailable caller" + String(repeating: "x", count: random.below(3)))
        default: .string(random.one(of: ["", "b", "Unavailable ca", "Unavailable cal", "Unavailable caller", "z"]))
        }
    }

    @Test(
        "They come and go, in chance order, in rising and in falling order, many alike, and are where they belong",
        arguments: 0..<16)
    func comeAndGo(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let list = OrderedSlots(descending: seed >= 8)
        let model = Model(descending: seed >= 8)
        for step in 0..<20_000 {
            // The list grows, shrinks to a few slots, and grows again.
            let grows = step % 8000 < 5000
            if random.below(10) < (grows ? 8 : 1) {
                let slot = random.below(20_000)
                if model.keys[slot] != nil { continue }
                let key = model.set(slot, Self.value(seed % 8, step, &random), rows: 1 + random.below(3))
                list.insert(key, by: model.order) { model.keys[$0] ?? key }
            } else if let (slot, key) = model.keys.first {
                list.remove(slot, rows: Int(key.rows))
                model.keys[slot] = nil
            }
            if step % 50 == 0 { list.tidy() }
            if step % 2000 == 1999 { try Self.check(list, model) }
        }
        #expect(list.bucketCount <= max(9, list.count / 32), "buckets of little are put together")
    }

    @Test(
        "Texts that change before their slots are inserted again end in order", arguments: 0..<6
    )
    func changingTexts(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let list = OrderedSlots(descending: seed % 2 == 1)
        let model = Model(descending: seed % 2 == 1)
        func text() -> Value { Self.value([4, 6, 7][seed % 3], 0, &random) }
        func put(_ slot: Int, _ value: Value) {
            let key = model.set(slot, value, rows: 1)
            list.insert(key, by: model.order) { model.keys[$0] ?? key }
        }
        for slot in 0..<4000 { put(slot, text()) }
        for _ in 0..<10 {
            let changed = Set((0..<1500).map { _ in random.below(4000) }).sorted()
            for slot in changed { model.values[slot] = text() }
            // New slots come meanwhile, and buckets are split by the current texts.
            for slot in 4000..<8000 where model.keys[slot] == nil && random.below(8) == 0 { put(slot, text()) }
            for slot in changed {
                list.remove(slot, rows: 1)
                put(slot, model.values[slot] ?? .none)
            }
            try Self.check(list, model)
        }
    }

    @Test("A bucket full of stale texts is not sorted again for each new slot")
    func changedTextsWait() throws {
        let list = OrderedSlots(descending: false)
        let model = Model(descending: false)
        var reads = 0
        let order = ItemOrder(descending: false) {
            reads += 1
            return model.values[$0] ?? .none
        }
        func put(_ slot: Int, _ text: String) {
            let key = model.set(slot, .string(text), rows: 1)
            list.insert(key, by: order) { model.keys[$0] ?? key }
        }
        // One bucket has only the first text, and the next one begins with the oldest object of the second text.
        var slots = 600
        while list.bucketCount < 4 {
            put(slots, "waiting-in-queue-0")
            slots += 1
        }
        let half = OrderedSlots.most / 2
        list.remove(slots - 1, rows: 1)
        model.keys[slots - 1] = nil
        for slot in 0...half { put(slot, "waiting-in-queue-1") }
        #expect(list.bucketCount == 5 && list.slots(of: 4).allSatisfy { $0 <= half })
        while list.slots(of: 3).count < OrderedSlots.most {
            put(slots, "waiting-in-queue-0")
            slots += 1
        }
        let waiting = list.slots(of: 3).map(Int.init)
        for slot in waiting { model.values[slot] = .string("waiting-in-queue-1") }
        reads = 0
        for slot in slots..<slots + 600 { put(slot, "waiting-in-queue-0") }
        #expect(reads < 20 * 600, "\(reads) texts were read for 600 slots")
        for slot in waiting {
            list.remove(slot, rows: 1)
            put(slot, "waiting-in-queue-1")
        }
        try Self.check(list, model)
    }
}
