import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct WhyTests {
    @Test func theAnswerLiesOverTheListUntilOneMovesOn() {
        var hand = Hand()
        hand.type("jjw")
        #expect(hand.query.explains && hand.query.anchor == .object(Sample.key(.connection, 2)))
        #expect(hand.screen.contains("Why") && hand.screen.contains("set by call_set_state"))
        for key in [Key.down, .character("w"), .escape, .character("g"), .character("3"), .enter] {
            #expect(hand.query.explains)
            hand.press(key)
            #expect(!hand.query.explains && !hand.screen.contains("set by call_set_state"), "\(key)")
            if hand.query.view != .pane(.connections) { hand.type(hand.interface.seance == nil ? "2" : "") }
            hand.type("w")
        }
    }

    @Test func escClosesTheAnswerAndNothingElse() {
        var hand = Hand()
        hand.press(.enter)
        hand.type("w")
        #expect(hand.query.explains && hand.query.view == .seance(Sample.key(.seance, 0), .tree))
        hand.press(.escape)
        #expect(!hand.query.explains && hand.interface.seance != nil)
    }

    @Test func aLongAnswerIsScrolled() {
        var hand = Hand()
        hand.explanation = (1...60).map { StyledText("line \($0) of it") }
        hand.type("w")
        #expect(hand.screen.contains("line 1 of it") && !hand.screen.contains("line 60 of it"))
        for _ in 0..<10 { hand.press(.pageDown) }
        #expect(hand.screen.contains("line 60 of it") && hand.query.explains && hand.selected == "connection-0")
        hand.press(.control("u"))
        #expect(!hand.screen.contains("line 60 of it"))
        for _ in 0..<20 { hand.press(.pageUp) }
        #expect(hand.screen.contains("line 1 of it"))
        hand.explanation = [StyledText("line 1 of it")]
        hand.answer()
        hand.press(.pageDown)
        #expect(!hand.query.explains && hand.selected == "connection-18", "nothing to scroll: on with the list")
    }

    @Test func theRowItIsAboutStaysInSight() {
        for line in 0..<19 {
            var hand = Hand()
            hand.explanation = (1...60).map { StyledText("line \($0) of it") }
            for _ in 0..<line { hand.press(.down) }
            hand.type("w")
            #expect(hand.screen.contains("connection-\(line)") && hand.screen.contains("line 5 of it"), "\(line)")
        }
    }

    @Test func aMissingExplanationIsReported() {
        var hand = Hand()
        hand.explanation = nil
        hand.type("w")
        #expect(!hand.query.explains && hand.lastLine == "no event explains this row")
        hand.height = 1
        hand.type("w")
        #expect(hand.lastLine == "the screen has too few lines for this")
        hand.height = 24
        hand.type("pw")
        #expect(hand.lastLine.hasPrefix("paused: press p to continue"))
    }

    @Test func aMouseOrAHelpTakesItAway() {
        var hand = Hand()
        hand.type("mw")
        hand.mouse(.wheelDown, x: 3, y: 3)
        #expect(!hand.query.explains)
        hand.type("w?")
        hand.press(.escape)
        #expect(!hand.query.explains && hand.interface.mode == .pane)
    }
}
