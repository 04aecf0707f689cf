import CCSTestSupport
import Testing

@testable import CCSView

@Suite("Slots that are due")
struct DueSlotsTests {
    @Test("A slot that waits for a near moment and for a far one in turn leaves no entries behind")
    func staleEntries() throws {
        let slots = 10
        let bounds = TimeBounds()
        var due = DueSlots()
        var most = 0
        for now in stride(from: Int64(0), through: 4_000_000, by: 512) {
            _ = due.advance(to: now, slots: slots) { _, _ in }
            for until in [Int64.max / 2, now + 300] {
                bounds.begin(at: now)
                bounds.note(until)
                for slot in 0..<slots { due.note(slot, bounds) }
            }
            most = max(most, due.waitingCount)
        }
        #expect(most > 1000 && most <= DueSlots.mostWaiting(slots: 2 * slots))
        try due.checkInvariants()
    }

    @Test("Every slot is handed out at its moment, also if it waited for several", arguments: 0..<6)
    func inTime(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bounds = TimeBounds()
        var due = DueSlots()
        var model: [Int: Int64] = [:]
        var now: Int64 = 1_732_320_000_000
        for step in 0..<5000 {
            let slot = random.below(20)
            let until = now + Int64(random.below(random.once(in: 2) ? 1000 : 10_000_000))
            bounds.begin(at: now)
            bounds.note(until)
            due.note(slot, bounds)
            if until > now { model[slot] = min(model[slot] ?? .max, until) }
            now += Int64(random.below(200))
            var handed: Set<Int> = []
            _ = due.advance(to: now, slots: 20) { slot, _ in handed.insert(slot) }
            for (slot, until) in model where until >> 8 <= now >> 8 {
                #expect(handed.contains(slot))
                model[slot] = nil
            }
            if step % 100 == 0 { try due.checkInvariants() }
        }
    }
}
