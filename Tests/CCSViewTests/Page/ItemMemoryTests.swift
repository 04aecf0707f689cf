import CCSTestSupport
import Testing

import CCSState
@testable import CCSView

@Suite("What is remembered of items that nobody follows")
struct ItemMemoryTests {
    private static func memory() throws -> ItemMemory {
        let centre = try Centre()
        centre.seance("a")
        let domain = centre.reducer.state.domain(named: centre.domain)
        return ItemMemory(
            RowIndex.Identity(
                pane: .anomalies, sort: Query.Sort("subject"), filter: "", ascii: false, masksNumbers: false,
                isTree: false, opensAll: false), try #require(domain))
    }

    private static func allowance(_ looks: Int) -> Allowance {
        let allowance = Allowance(Allowance.Rate(looks: looks))
        allowance.begin()
        return allowance
    }

    private static func stamp(_ serial: Int, _ state: Int64 = 0) -> ItemMemory.Stamp {
        ItemMemory.Stamp(serial: serial, state: SIMD8(repeating: state))
    }

    @Test("A page looks at no more than it may, the rest waits, and what is known is asked for no more")
    func waits() throws {
        let memory = try Self.memory()
        var looks = 0
        var waiting: [Int] = []
        for _ in 0..<4 {
            memory.begin(Self.allowance(10))
            for serial in 0..<25 {
                _ = memory.found(Self.stamp(serial), now: 0) {
                    looks += 1
                    return ItemMemory.Found(isWanted: true)
                }
            }
            waiting.append(memory.waiting)
        }
        #expect(waiting == [15, 5, 0, 0])
        #expect(looks == 25)
    }

    @Test("An item that changed, or of which something else holds by now, is looked at again at once")
    func changes() throws {
        let memory = try Self.memory()
        var found: [Bool] = []
        for (state, now, answer) in [(0, 0, true), (0, 9, false), (0, 10, false), (1, 10, true)]
            as [(Int64, Int64, Bool)]
        {
            memory.begin(Self.allowance(1))
            let one = memory.found(Self.stamp(1, state), now: now) {
                ItemMemory.Found(isWanted: answer, until: now < 10 ? 10 : .max)
            }
            found.append(try #require(one).isWanted)
        }
        #expect(found == [true, true, false, true])
    }

    @Test("All is looked at again in turn, since it shows what is not followed")
    func inTurn() throws {
        let memory = try Self.memory()
        var looks: [Int: Int] = [:]
        for _ in 0..<40 {
            memory.begin(Self.allowance(5))
            for serial in 0..<20 {
                _ = memory.found(Self.stamp(serial), now: 0) {
                    looks[serial, default: 0] += 1
                    return ItemMemory.Found(isWanted: true)
                }
            }
        }
        #expect(looks.count == 20 && looks.values.allSatisfy { $0 >= 3 })
    }
}
