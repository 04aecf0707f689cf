import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// Opening another list from a row, and returning.
@Suite struct OriginTests {
    @Test func aNumberIsFollowedAndEscReturnsToTheSameRowFilterAndOrder() {
        var hand = Hand()
        hand.numbers = [4: "-4"]
        hand.type("1\\-5")
        hand.press(.enter)
        let seances = hand.query
        hand.type("2\\connection")
        hand.press(.enter)
        hand.type(">jjjj")
        while hand.selected != "connection-4" { hand.press(.down) }
        let before = hand.query
        hand.type("f")
        #expect(hand.query.view == .pane(.seances) && hand.query.filter == "\"-4\"")
        #expect(hand.lastLine == "Esc returns to Connections")
        hand.press(.escape)
        #expect(hand.query == before && hand.selected == "connection-4")
        hand.type("1")
        #expect(hand.query == seances, "the list it led to is as it was, too")
        hand.type("2j")
        hand.type("f")
        #expect(hand.lastLine == "this row has no telephone number")
    }

    @Test func quotesInNumbersAreNoEndOfTheText() {
        var hand = Hand()
        hand.numbers = [0: #"a"b\c"#]
        hand.answer()
        hand.type("f")
        #expect(hand.query.filter == #""a\"b\\c""#)
        let filter = try? Filter(parsing: hand.query.filter, fields: ColumnTable.filterFields(of: .calls))
        #expect(filter?.isEmpty == false)
    }

    @Test func fromASeanceAndThroughAnotherTheWayBackIsTheSame() {
        var hand = Hand()
        hand.numbers = [2: "-1"]
        hand.type("jj")
        hand.press(.enter)
        hand.type("2jj")
        let inside = hand.query
        hand.type("f")
        #expect(hand.query.view == .pane(.seances) && hand.lastLine == "Esc returns to the seance")
        hand.type("\\")
        hand.press(.control("u"), .enter)
        hand.type("jjjj")
        hand.press(.enter)
        #expect(hand.query.view == .seance(Sample.key(.seance, 4), .tree))
        hand.press(.escape)
        #expect(hand.query.view == .pane(.seances))
        hand.press(.escape)
        #expect(hand.query == inside, "one is in the first seance again")
        hand.press(.escape)
        #expect(hand.query.view == .pane(.connections) && hand.selected == "connection-2")
        hand.press(.escape)
        #expect(hand.query.view == .pane(.domains))
    }

    @Test func enterGoesWhereTheRowLeads() {
        var hand = Hand(pane: .numbers)
        hand.targets = [4: (.failures, "connection"), 6: (.numbers, "connection")]
        hand.type("jjjj")
        hand.press(.enter)
        #expect(hand.query.view == .pane(.failures) && hand.query.filter == "connection", "and into no seance")
        hand.type("3")
        hand.press(.escape)
        #expect(hand.query.view == .pane(.numbers) && hand.selected == "connection-4", "also by way of another pane")
        hand.type("jj")
        hand.press(.enter)
        #expect(hand.query.view == .pane(.numbers) && hand.query.filter == "connection")
        hand.press(.escape)
        #expect(hand.query.filter.isEmpty && hand.selected == "connection-6")
    }

    @Test func aFilterThatWasChangedSinceStays() {
        var hand = Hand()
        hand.numbers = [0: "-1"]
        hand.answer()
        hand.type("f\\1")
        hand.press(.enter, .escape)
        hand.type("1")
        #expect(hand.query.filter == "\"-1\"1")
    }

    @Test func theListOfDomainsForgetsWhereOneCameFrom() {
        var hand = Hand()
        hand.targets = [1: (.calls, "-1")]
        hand.type("j")
        hand.press(.enter)
        hand.type("d")
        #expect(hand.query.view == .pane(.domains))
        hand.press(.enter)
        #expect(hand.query.view == .pane(.connections))
        hand.press(.escape)
        #expect(hand.query.view == .pane(.domains))
        var only = Hand(onlyDomain: true)
        only.targets = [0: (.calls, "-1")]
        only.answer()
        only.press(.enter)
        #expect(only.screen.contains("Esc"))
        only.press(.escape, .escape)
        #expect(only.lastLine.hasPrefix("this is the first screen"))
    }
}
