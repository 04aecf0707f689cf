import CCSTestSupport
import Testing

@testable import CCSView

@Suite("Slots that wait")
struct PendingSlotsTests {
    @Test("Ranges and single slots wait once each, and come in turn")
    func inTurn() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var pending = PendingSlots()
            var model: Set<Int> = []
            for _ in 0..<random.below(6) {
                let start = random.below(300)
                let range = start..<start + random.below(200)
                pending.insert(range)
                model.formUnion(range)
                let slot = random.below(600)
                if random.below(2) == 0 {
                    pending.insert(slot)
                    model.insert(slot)
                } else {
                    #expect(pending.remove(slot) == (model.remove(slot) != nil))
                }
            }
            #expect(pending.count == model.count)
            try pending.checkInvariants()
            #expect((0..<600).allSatisfy { pending.contains($0) == model.contains($0) })
            var seen: [Int] = []
            while let slot = pending.removeNext() { seen.append(slot) }
            #expect(seen == model.sorted())
        }
    }
}
