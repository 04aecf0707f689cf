import Testing

@testable import CCSSimulator

@Suite struct EventHeapTests {
    @Test func theFirstComesFirst() {
        var heap = EventHeap()
        var model: [(time: Int64, number: UInt64)] = []
        var state: UInt64 = 1
        func below(_ limit: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % limit
        }
        for number in 0..<3000 as Range<UInt64> {
            let time = Int64(below(500))
            switch below(5) {
            case 0 where !model.isEmpty:
                heap.removeFirst()
                model.removeFirst()
            case 1 where !model.isEmpty:
                heap.postponeFirst(to: model[0].time + time)
                model[0].time += time
            default:
                heap.insert(EventHeap.Entry(time: time, number: number, slot: 0))
                model.append((time, number))
            }
            model.sort { $0 < $1 }
            #expect(heap.isHeap && heap.first?.number == model.first?.number)
        }
    }
}
