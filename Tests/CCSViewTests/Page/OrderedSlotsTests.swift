import CCSTestSupport
import Testing

@testable import CCSView

@Suite("Slots in order")
struct OrderedSlotsTests {
    /// What is in the list, kept plainly.
    private struct Model {
        var places: [Int: SortPlace] = [:]
        var rows: [Int: Int] = [:]

        func rowsBefore(_ place: SortPlace) -> Int {
            places.reduce(0) { $0 + ($1.value < place ? rows[$1.key] ?? 0 : 0) }
        }
    }

    private static func check(_ list: OrderedSlots, _ model: Model) {
        #expect(list.count == model.places.count)
        #expect(list.rows == model.rows.values.reduce(0, +))
        var seen: Set<Int> = []
        for bucket in 0..<list.bucketCount {
            let first = list.first(of: bucket)
            let next = bucket + 1 < list.bucketCount ? list.first(of: bucket + 1) : nil
            #expect(next.map { first < $0 } ?? true)
            #expect(list.rowsBefore(bucket: bucket) == model.rowsBefore(first))
            for slot in list.slots(of: bucket) {
                seen.insert(Int(slot))
                guard let place = model.places[Int(slot)] else {
                    Issue.record("slot \(slot) is not in the list")
                    return
                }
                #expect(!(place < first) && next.map { place < $0 } ?? true)
                #expect(list.bucket(of: place) == bucket)
            }
        }
        #expect(list.rowsBefore(bucket: list.bucketCount) == list.rows)
        #expect(seen == Set(model.places.keys))
    }

    @Test(
        "They come and go, in chance order, in rising and in falling order, many alike, and are where they belong",
        arguments: 0..<8)
    func comeAndGo(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let list = OrderedSlots()
        var model = Model()
        for step in 0..<20_000 {
            // It grows, shrinks to little and grows again.
            let grows = step % 8000 < 5000
            if random.below(10) < (grows ? 8 : 1) {
                let slot = random.below(20_000)
                if model.places[slot] != nil { continue }
                let high: UInt64 =
                    switch seed % 4 {
                    case 0: UInt64(random.below(1 << 40))
                    case 1: UInt64(step)
                    case 2: UInt64(30_000 - step)
                    default: UInt64(random.below(3))
                    }
                // Of the last kind very many have the very same place.
                let tie = seed % 8 == 7 ? 0 : UInt64(slot)
                model.places[slot] = SortPlace(high: high, low: 0, tie: tie)
                model.rows[slot] = 1 + random.below(3)
                let known = model
                list.insert(slot) { (known.places[$0] ?? .first, known.rows[$0] ?? 0) }
            } else if let slot = model.places.keys.first {
                list.remove(slot, rows: model.rows[slot] ?? 0)
                model.places[slot] = nil
                model.rows[slot] = nil
            }
            if step % 50 == 0 { list.tidy() }
            if step % 2000 == 1999 { Self.check(list, model) }
        }
        #expect(list.bucketCount <= max(9, list.count / 32), "buckets of little are put together")
    }
}
