import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct TreeAndMarksTests {
    @Test func rowsOpenAndClose() {
        var hand = Hand(pane: .seances)
        let row = RowID.object(Sample.key(.connection, 0))
        hand.type("+")
        #expect(hand.query.toggled == [row])
        hand.type("+")
        #expect(hand.lastLine == "already expanded")
        hand.type("-l")
        #expect(hand.query.toggled == [row])
        hand.press(.left)
        #expect(hand.query.toggled.isEmpty)
        hand.type("l*")
        #expect(hand.query.opensAll && hand.query.toggled.isEmpty)
        hand.type("j+")
        #expect(hand.lastLine == "this row has nothing to expand")
        hand.type("t")
        #expect(!hand.query.isTree)
    }

    @Test func leftGoesToTheRowOneHangsUnder() {
        var page = Sample.seances
        page.selectedIndex = 3
        var interface = DrawTests.interface(for: page)
        interface.list.position = .init(anchor: page.rows[3].id, line: 3, index: 3)
        page.query = interface.query(width: 80, height: 24)
        interface.take(page)
        _ = interface.handle(.key(.left), page: page, width: 80, height: 24)
        #expect(interface.query(width: 80, height: 24).anchor == page.rows[1].id)
    }

    @Test func marksAreFoundAgainWhereverTheyAre() {
        var hand = Hand()
        hand.type(" ")
        for _ in 0..<60 { hand.press(.down) }
        hand.type(" ")
        #expect(hand.selected == "connection-62", "one marks and goes on")
        hand.type("u")
        #expect(hand.selected == "connection-0")
        hand.type("u")
        #expect(hand.selected == "connection-61")
        hand.type("U")
        #expect(hand.selected == "connection-0")
        hand.type(" u u")
        #expect(hand.lastLine == "no marked rows; Space marks one")
    }

    @Test func aMarkedRowThatIsGoneIsSaid() {
        var hand = Hand()
        hand.press(.end)
        hand.type(" g")
        hand.count = 50
        hand.type("u")
        #expect(hand.lastLine == "the marked row is gone")
        hand.type("u")
        #expect(hand.lastLine.hasPrefix("no marked rows"))
    }

    @Test func columnsAreChosenAndSorted() {
        var hand = Hand()
        hand.press(.function(6), .down, .enter)
        #expect(hand.query.sort == Query.Sort("id"))
        hand.type("I")
        #expect(hand.query.sort == Query.Sort("id", descending: true))
        hand.press(.character("s"), .enter)
        #expect(hand.query.sort == Query.Sort("id"), "chosen again it is turned round")
        hand.type("<")
        #expect(hand.query.sort == Query.Sort("age", descending: true), "numbers begin with the largest")
        hand.type("<")
        #expect(hand.lastLine == "this is the first column")
        hand.press(.function(2), .character(" "))
        #expect(hand.query.columns == ["id"])
        hand.press(.down, .character(" "))
        #expect(hand.query.columns == ["id"] && hand.lastLine == "at least one column must stay")
        hand.press(.up, .enter, .escape)
        #expect(hand.query.columns == ["age", "id"] && hand.interface.mode == .pane)
    }
}
