import CCSTestSupport
import Testing

@testable import CCSState

@Suite struct UseOrderTests {
    @Test(arguments: 0..<5) func theOldestIsThatOfAPlainList(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var order = UseOrder()
        var model: [Int] = []
        #expect(order.oldest == nil)
        for _ in 0..<20_000 {
            if model.count < 50, random.once(in: 20) || model.isEmpty {
                model.append(model.count)
                order.add()
            } else {
                let used = random.once(in: 4) ? model[0] : random.below(model.count)
                model.removeAll { $0 == used }
                model.append(used)
                order.use(used)
            }
            #expect(order.oldest == model.first)
        }
    }
}
