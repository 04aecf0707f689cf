import CCSEvents
import CCSState
import Foundation
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
        hand.mouse(.click, x: 23, y: 2)
        #expect(hand.query.view == .pane(.calls))
        hand.mouse(.doubleClick, x: 3, y: 4 + 2)
        #expect(hand.query.view == .seance(Sample.key(.seance, 2), .tree))
        hand.mouse(.click, x: 10, y: 2)
        #expect(hand.query.view == .seance(Sample.key(.seance, 2), .events))
        hand.mouse(.click, x: 79, y: 23)
        hand.mouse(.click, x: 400, y: -3)
    }

    @Test func titlesAndRowsAreHitWhereTheyStand() {
        var hand = Hand()
        hand.type("m")
        let titles = hand.screen.split(separator: "\n", omittingEmptySubsequences: false)[3]
        #expect(titles.hasPrefix("     AGE"), "the gutter comes first")
        hand.mouse(.click, x: 0, y: 3)
        #expect(hand.query.sort == nil, "the gutter is no column")
        hand.mouse(.click, x: 1, y: 3)
        #expect(hand.query.sort?.column == "age")
        hand.mouse(.click, x: 0, y: 4 + 5)
        #expect(hand.selected == "connection-94", "a row is a row also in its gutter")
    }

    @Test func scrolledSidewaysTitlesAreHitWhereTheyStand() throws {
        var interface = DrawTests.interface(for: Sample.seances)
        let page = Sample.seances
        interface.takesMouse = true
        interface.take(page)
        interface.list.sideways = 24
        let screen = draw(page, interface, width: 80, height: 24, ascii: false)
        let titles = screen.plainText.split(separator: "\n", omittingEmptySubsequences: false)[3]
        for column in ["to", "numbers", "last"] {
            let place = try #require(titles.range(of: column.uppercased() + " "))
            let x = titles.distance(from: titles.startIndex, to: place.lowerBound)
            var clicked = interface
            _ = clicked.handle(.mouse(.click, x: x, y: 3), page: page, width: 80, height: 24)
            #expect(clicked.list.sort == Query.Sort(column), "\(column) at \(x)")
        }
        _ = interface.handle(.mouse(.click, x: 70, y: 4 + 5), page: page, width: 80, height: 24)
        #expect(interface.list.anchor == page.rows[5].id)
    }

    @Test func everyTabIsHitWhereItStands() throws {
        for (place, pane) in Pane.ofDomain.enumerated() {
            var hand = Hand()
            hand.type("m")
            let tabs = hand.screen.split(separator: "\n", omittingEmptySubsequences: false)[2]
            let found = try #require(tabs.range(of: "\((place + 1) % 10) \(pane.title.prefix(3))"))
            hand.mouse(.click, x: tabs.distance(from: tabs.startIndex, to: found.lowerBound), y: 2)
            #expect(hand.query.view == .pane(pane))
        }
    }
}
