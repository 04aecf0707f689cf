import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct MouseTests {
    @Test func theMouseIsTheTerminalsUnlessAskedFor() {
        var hand = Hand()
        hand.mouse(.click, x: 3, y: 8)
        #expect(hand.selected == "connection-0")
        hand.type("m")
        #expect(hand.effects == [.setMouse(true)])
    }

    @Test func clicksSelectOpenSortAndTurn() {
        var hand = Hand()
        hand.type("m")
        hand.mouse(.click, x: 3, y: 4 + 6)
        #expect(hand.selected == "connection-6")
        hand.mouse(.wheelDown, x: 0, y: 0)
        #expect(hand.selected == "connection-9")
        hand.mouse(.click, x: 12, y: 3)
        #expect(hand.query.sort == Query.Sort("id"))
        hand.mouse(.click, x: 12, y: 3)
        #expect(hand.query.sort == Query.Sort("id", descending: true))
        hand.mouse(.click, x: 28, y: 2)
        #expect(hand.query.view == .pane(.calls))
        hand.mouse(.doubleClick, x: 3, y: 4 + 2)
        #expect(hand.query.view == .seance(Sample.key(.seance, 2), .tree))
        hand.mouse(.click, x: 10, y: 2)
        #expect(hand.query.view == .seance(Sample.key(.seance, 2), .events))
        hand.mouse(.click, x: 79, y: 23)
        hand.mouse(.click, x: 400, y: -3)
    }
}
