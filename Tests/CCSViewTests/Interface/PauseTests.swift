import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct PauseTests {
    @Test func pausedTheScreenStaysAndOneCanMoveAboutInIt() {
        var hand = Hand(count: 10_000)
        for _ in 0..<200 { hand.press(.pageDown) }
        let before = hand.screen.split(separator: "\n").dropFirst(2).dropLast()
        hand.rush(.character("p"))
        #expect(hand.query.lines == 2000)
        hand.answer()
        #expect(hand.interface.isPaused)
        #expect(hand.screen.split(separator: "\n").dropFirst(2).dropLast() == before, "nothing moves")
        hand.count = 5
        hand.answer()
        hand.press(.pageUp)
        #expect(hand.interface.frozen?.shown(lines: 19).selectedRow?.copyText == "connection-3582")
        hand.press(.home)
        #expect(hand.lastLine.hasPrefix("paused: only nearby rows are available"))
        hand.press(.enter)
        #expect(hand.lastLine.hasPrefix("paused: press p to continue"))
        hand.count = 10_000
        hand.type("jyp")
        #expect(hand.effects == [.copy("connection-2601")])
        #expect(!hand.interface.isPaused && hand.selected == "connection-2601")
    }

    @Test func theHeaderSaysHowFarBehind() {
        var hand = Hand()
        hand.type("p")
        var later = hand.page
        later?.header.lines.read += 50_000
        later?.header.events += 1204
        later?.header.now = Sample.now + 38_000
        if let later { hand.interface.take(later) }
        #expect(hand.screen.contains("PAUSED +1,204 events, 38 s behind"))
        hand.type("p")
        #expect(!hand.screen.contains("PAUSED"))
    }

    @Test func searchWorksOnWhatWasKept() {
        var hand = Hand()
        hand.names = [40: "Anna"]
        hand.type("p/anna")
        hand.press(.enter)
        #expect(hand.interface.frozen?.shown(lines: 19).selectedRow?.copyText == "Anna")
        hand.type("/zzz")
        hand.press(.enter)
        hand.type("n")
        #expect(hand.lastLine == "\"zzz\" not found")
    }

    @Test func aPausedLogGoesOnFollowing() {
        var hand = Hand(pane: .log)
        hand.type("p")
        hand.count = 200
        hand.type("p")
        #expect(hand.selected == "connection-199")
        hand.type("pkp")
        #expect(hand.selected == "connection-198")
    }

    @Test("if lists are never complete, pausing waits for some pages only")
    func pausesWhatIsNeverComplete() {
        var hand = Hand(pane: .log)
        hand.progress = 40
        hand.rush(.character("p"))
        var pages = 0
        while !hand.interface.isPaused, pages < 1000 {
            hand.interface.take(hand.reply(to: hand.query))
            pages += 1
        }
        #expect(pages == Interface.pagesToPause)
        hand.type("kk")
        #expect(hand.interface.frozen?.shown(lines: 19).selectedRow?.copyText == "connection-97")
    }

    @Test func aSeanceThatIsLookedForDoesNotKeepFromPausing() {
        var hand = Hand(pane: .log)
        hand.isSearching = true
        hand.answer()
        hand.rush(.enter)
        #expect(hand.lastLine.hasPrefix("still looking for its seance"))
        hand.rush(.character("p"))
        hand.interface.take(hand.reply(to: hand.query))
        #expect(hand.interface.isPaused)
    }

    @Test func pausingWaitsForACompleteList() {
        var hand = Hand()
        hand.progress = 40
        hand.rush(.character("p"))
        for _ in 0..<3 { hand.interface.take(hand.reply(to: hand.query)) }
        #expect(!hand.interface.isPaused)
        hand.progress = nil
        hand.interface.take(hand.reply(to: hand.query))
        #expect(hand.interface.isPaused)
    }

    @Test("a search in a list that is never complete ends before the pause")
    func pausesAfterASearch() {
        var hand = Hand()
        hand.names = [70: "anna"]
        hand.progress = 40
        for character in "/anna" { hand.rush(.character(character)) }
        hand.rush(.enter)
        hand.interface.take(hand.reply(to: hand.query))
        hand.rush(.character("p"))
        var pages = 1
        while !hand.interface.isPaused, pages < 1000 {
            hand.interface.take(hand.reply(to: hand.query))
            pages += 1
        }
        #expect(pages > Query.Find.patience && pages <= Query.Find.patience + Interface.pagesToPause + 1)
        #expect(hand.interface.frozen?.shown(lines: 19).selectedRow?.copyText == "anna")
    }
}
