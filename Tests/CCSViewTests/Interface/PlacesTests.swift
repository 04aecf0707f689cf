import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct PlacesTests {
    @Test func enterOpensTheSeanceAndEscReturnsToTheSameRowFilterAndOrder() {
        var hand = Hand()
        hand.type("\\connection")
        hand.press(.enter)
        hand.type("jjjj>")
        let before = hand.query
        hand.press(.enter)
        #expect(hand.query.view == .seance(Sample.key(.seance, 4), .tree) && hand.query.filter.isEmpty)
        hand.press(.tab)
        #expect(hand.query.view == .seance(Sample.key(.seance, 4), .events))
        hand.type("1j")
        hand.press(.escape)
        #expect(hand.query == before && hand.selected == "connection-4")
        #expect(hand.query.sort?.column == "id" && hand.query.filter == "connection")
    }

    @Test func aRowWithoutASeanceSaysSo() {
        var hand = Hand()
        hand.press(.down, .enter)
        #expect(hand.lastLine == "this row belongs to no seance")
        #expect(hand.query.view == .pane(.connections))
    }

    @Test func enterWaitsForTheRowItIsAbout() {
        var hand = Hand()
        for _ in 0..<40 { hand.rush(.down) }
        hand.rush(.enter)
        hand.rush(.tab)
        #expect(hand.query.view == .pane(.connections))
        hand.answer()
        #expect(hand.query.view == .seance(Sample.key(.seance, 40), .events))
        hand.press(.escape)
        #expect(hand.selected == "connection-40")
    }

    @Test func theWayOutWaitsForNothing() {
        var hand = Hand()
        hand.rush(.pageDown)
        hand.rush(.enter)
        hand.rush(.control("z"))
        #expect(hand.effects == [.suspend])
        hand.rush(.character("q"))
        #expect(hand.effects == [.suspend, .quit])
    }

    @Test func panesKeepTheirOwnChoices() {
        var hand = Hand()
        hand.type("jj>")
        let connections = hand.query
        hand.type("3j")
        #expect(hand.query.view == .pane(.calls) && hand.query.sort == nil)
        hand.press(.tab)
        #expect(hand.query.view == .pane(.failures))
        hand.press(.backTab, .backTab)
        #expect(hand.query == connections)
        hand.type("1")
        hand.press(.backTab)
        #expect(hand.query.view == .pane(.changes), "round the end")
        hand.press(.backTab)
        #expect(hand.query.view == .pane(.feed))
        hand.type("6")
        #expect(hand.query.view == .pane(.anomalies))
        hand.type("0")
        #expect(hand.query.view == .pane(.changes))
        hand.type("x")
        #expect(hand.lastLine == "no such key; ? for help")
    }

    @Test func aPaneChosenAmongDomainsIsThatOfTheDomainUnderTheHand() {
        var hand = Hand(domain: nil)
        hand.press(.down)
        hand.type("9")
        #expect(hand.query.domain == "sales" && hand.query.view == .pane(.feed))
        hand.press(.escape, .down)
        hand.type("4")
        #expect(hand.query.domain == "support" && hand.query.view == .pane(.failures))
    }

    @Test func theFeedIsShownWithoutADomainWhereNoneIsKnown() {
        var hand = Hand(domain: nil)
        hand.hasDomains = false
        hand.count = 3
        hand.answer()
        #expect(hand.screen.contains("9 shows the feed"))
        hand.type("4")
        #expect(hand.lastLine == "no row is selected" && hand.query.view == .pane(.domains))
        hand.type("9")
        #expect(hand.query.domain == nil && hand.query.view == .pane(.feed))
        #expect(hand.screen.contains("[Feed]") && hand.page?.rows.isEmpty == false)
        hand.type("9")
        #expect(hand.lastLine == "already in Feed")
        for key in [Key.character("1"), .tab, .backTab] {
            hand.press(key)
            #expect(hand.lastLine == "choose a domain first; Esc lists them")
            #expect(hand.query.view == .pane(.feed))
        }
        hand.press(.escape)
        #expect(hand.query.view == .pane(.domains))
        hand.type("9")
        hand.hasDomains = true
        hand.answer()
        hand.type("d")
        #expect(hand.query.view == .pane(.domains))
        hand.press(.enter)
        #expect(hand.query.domain != nil)
        hand.press(.escape)
        #expect(hand.query.view == .pane(.domains), "the list of domains is where one came from")
    }

    @Test func domainsAreLeftAndEntered() {
        var hand = Hand(domain: nil, pane: .calls)
        #expect(hand.query.view == .pane(.domains) && hand.query.domain == nil)
        hand.press(.down, .enter)
        #expect(hand.query.domain == "sales" && hand.query.view == .pane(.calls))
        hand.type("jj ")
        hand.press(.escape)
        #expect(hand.query.view == .pane(.domains) && hand.selected == "sales")
        hand.press(.enter)
        #expect(hand.query.anchor == .object(Sample.key(.connection, 3)))
        hand.type("d")
        hand.press(.down, .enter)
        #expect(hand.query.domain == "support" && hand.query.anchor == nil, "rows are of one domain")
        hand.press(.escape, .escape)
        #expect(hand.lastLine == "this is the first screen; q quits")
    }

    @Test func aDomainChosenForGoodIsTheTop() {
        var hand = Hand(onlyDomain: true)
        hand.press(.escape)
        #expect(hand.lastLine.contains("ccs-top watches one domain") && hand.query.domain == "sales")
        hand.type("d")
        #expect(hand.lastLine == "ccs-top watches one domain (--domain)" && hand.query.domain == "sales")
    }

    @Test func keysThatDoNothingSayWhy() {
        var hand = Hand()
        hand.type("Z")
        #expect(hand.lastLine == "no such key; ? for help")
        hand.type("t")
        #expect(hand.lastLine == "only the list of seances has a tree")
        hand.press(.enter)
        hand.type("s")
        #expect(hand.lastLine == "s (Sort) works in the list of domains, lists, not in the seance view")
        hand.type("j")
        #expect(!hand.lastLine.contains("Sort) works"), "said once")
        var log = Hand(pane: .log)
        for key in "s<I" {
            log.type(String(key))
            #expect(log.lastLine == "this list cannot be sorted")
        }
        var empty = Hand(count: 0)
        for (key, text) in [(" ", "no row is selected"), ("y", "nothing to copy here"), ("+", "no row is selected")] {
            empty.type(key)
            #expect(empty.lastLine == text)
        }
        empty.press(.enter)
        #expect(empty.lastLine == "no row is selected")
    }

    @Test func theProgramIsToldWhatToDo() {
        var hand = Hand()
        hand.press(.control("l"))
        hand.type("ymjY")
        hand.press(.control("z"), .control("c"))
        #expect(
            hand.effects == [
                .redraw, .copy("connection-0"), .setMouse(true), .copy("AGE 1s, ID connection-1"), .suspend, .quit,
            ])
        for input in [Input.hangup, .key(.function(10))] {
            let effects = hand.interface.handle(input, page: nil, width: 80, height: 24)
            #expect(effects == [.quit])
        }
    }
}
