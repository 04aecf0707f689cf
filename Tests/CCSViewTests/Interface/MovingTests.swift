import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct MovingTests {
    @Test func movesAddUpUntilAPageAnswers() {
        var hand = Hand()
        for _ in 0..<5 { hand.rush(.character("j")) }
        hand.rush(.up)
        #expect(hand.query.move == 4 && hand.query.anchor == nil)
        hand.answer()
        #expect(hand.selected == "connection-4")
        #expect(hand.query.move == 0 && hand.query.anchorIndex == 4 && hand.query.anchorLine == 4)
    }

    @Test func aPageThatComesLateIsNotCountedTwice() {
        var hand = Hand()
        hand.rush(.down)
        let early = hand.reply(to: hand.query)
        hand.rush(.down)
        let both = hand.reply(to: hand.query)
        hand.interface.take(early)
        #expect(hand.query.move == 1)
        // The second move was requested from a row that the first page has left.
        hand.interface.take(both)
        #expect(hand.query.move == 1)
        hand.answer()
        #expect(hand.selected == "connection-2")
    }

    @Test func pagesHalvesAndEnds() {
        var hand = Hand()
        let lines = hand.query.lines
        hand.press(.pageDown)
        #expect(hand.selected == "connection-\(lines - 1)")
        hand.press(.control("u"))
        #expect(hand.selected == "connection-\(lines - 1 - lines / 2)")
        hand.press(.end)
        #expect(hand.selected == "connection-99")
        hand.press(.control("d"), .pageUp)
        #expect(hand.selected == "connection-\(99 - lines + 1)")
        hand.press(.character("g"))
        #expect(hand.query.anchor == nil && hand.selected == "connection-0")
    }

    @Test func theSelectionIsARowAndNotALine() {
        var hand = Hand()
        hand.type("jjj")
        hand.type("I")
        #expect(hand.selected == "connection-3" && hand.query.anchorIndex == 96)
    }

    @Test func followPinsTheRowEvenAtTheTop() {
        var hand = Hand()
        hand.type("F")
        #expect(hand.query.anchor == .object(Sample.key(.connection, 0)))
        hand.type("jjg")
        #expect(hand.query.anchor == .object(Sample.key(.connection, 0)), "the top is a row, too")
        hand.type("Fg")
        #expect(hand.query.anchor == nil)
    }

    @Test func theLogSticksToTheNewestUntilOneLooksBack() {
        var hand = Hand(pane: .log)
        #expect(hand.selected == "connection-99" && hand.screen.contains("following"))
        hand.count = 105
        hand.answer()
        #expect(hand.selected == "connection-104")
        hand.type("k")
        hand.count = 120
        hand.answer()
        #expect(hand.selected == "connection-103" && !hand.screen.contains("following"))
        hand.type("G")
        hand.count = 130
        hand.answer()
        #expect(hand.selected == "connection-129")
        hand.type("F")
        #expect(hand.query.anchor == .object(Sample.key(.connection, 129)))
        hand.type("F")
        #expect(hand.query.anchor == nil)
        hand.press(.up, .down)
        #expect(hand.query.anchor == nil, "down to the newest is as good as End")
    }

    @Test func theNumberOfRequestedLinesDependsOnTheSize() {
        var hand = Hand()
        #expect(hand.query.lines == 19)
        (hand.width, hand.height) = (20, 5)
        #expect(hand.query.lines == 2)
        (hand.width, hand.height) = (1, 1)
        #expect(hand.query.lines == 1)
        let effects = hand.interface.handle(.resize(width: 1, height: 1), page: hand.page, width: 1, height: 1)
        #expect(effects == [.redraw])
    }
}
