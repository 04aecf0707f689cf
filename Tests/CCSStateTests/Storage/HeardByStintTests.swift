import CCSTestSupport
import Testing

@testable import CCSState

/// Counts of a domain by stint.
@Suite struct HeardByStintTests {
    /// Objects come, move to other stints and leave, as events and gaps make them do.
    @Test(arguments: 0..<3) func countsAreThoseOfADictionary(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var counts = HeardByStint()
        var model: [Stints.Number: Int32] = [:]
        for _ in 0..<3000 {
            let stint = Stints.Number(random.below(random.once(in: 2) ? 40 : 1 << 16))
            let isLess = model[stint, default: 0] > 0 && random.once(in: 2)
            counts[stint].live[0] += isLess ? -1 : 1
            model[stint, default: 0] += isLess ? -1 : 1
            let other = Stints.Number(random.below(40))
            #expect(counts[other].live[0] == model[other, default: 0])
        }
        var total: Int32 = 0
        counts.forEach { stint, heard in
            total += heard.live[0]
            #expect(heard.live[0] == model[stint])
        }
        #expect(total == model.values.reduce(0, +))
    }

    /// A domain that heard of one object at a time needs one place, however many stints there were.
    @Test func onlyStintsThatObjectsCarryTakeRoom() {
        var counts = HeardByStint()
        for stint in 0..<1000 as Range<Stints.Number> {
            counts[stint].live[2] += 1
            counts[stint].live[2] -= 1
        }
        #expect(counts.count == 1)
        #expect(counts == HeardByStint())
    }
}
