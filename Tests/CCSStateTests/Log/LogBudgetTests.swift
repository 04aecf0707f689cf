import CCSTestSupport
import Testing

@testable import CCSState

@Suite struct LogBudgetTests {
    @Test(arguments: 0..<5) func itKnowsTheSumAndALongLog(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var budget = LogBudget(limit: -1)
        var lengths: [Int] = []
        for _ in 0..<20_000 {
            let number = lengths.count < 40 && random.once(in: 10) ? lengths.count : random.below(max(1, lengths.count))
            if number == lengths.count { lengths.append(0) }
            switch random.below(5) {
            case 0: lengths[number] = 0
            case 1: lengths[number] = random.below(8)
            default: lengths[number] += random.below(1 << random.below(16))
            }
            budget.set(number, lengths[number])
            #expect(budget.bytes == lengths.reduce(0, +))
            guard let long = budget.excess else {
                #expect(lengths.allSatisfy { $0 == 0 })
                continue
            }
            #expect(Double(lengths[long]) >= 0.8 * Double(lengths.max() ?? 0) && lengths[long] > 0)
        }
    }

    @Test func withinTheLimitNothingIsInExcess() {
        var budget = LogBudget(limit: 10)
        budget.set(0, 4)
        budget.set(1, 6)
        #expect(budget.excess == nil)
        budget.set(0, 5)
        #expect(budget.excess == 1)
    }
}
