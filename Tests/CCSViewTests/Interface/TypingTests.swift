import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct TypingTests {
    @Test func searchGoesFromWhereItBeganAndEscReturnsThere() {
        var hand = Hand()
        hand.names = [30: "Anna", 50: "Andrew"]
        hand.type("jj")
        hand.type("/")
        hand.type("An")
        #expect(hand.selected == "Anna")
        hand.type("d")
        #expect(hand.selected == "Andrew")
        hand.press(.backspace)
        #expect(hand.selected == "Anna", "as if the d had never been typed")
        hand.press(.escape)
        #expect(hand.selected == "connection-2" && hand.interface.mode == .pane)
    }

    @Test func theNextMatchAndTheOneBefore() {
        var hand = Hand()
        hand.names = [30: "Anna", 50: "Andrew", 70: "Anton"]
        hand.type("n")
        #expect(hand.lastLine == "no search yet; / starts one")
        hand.type("/An")
        hand.press(.enter)
        hand.type("n")
        #expect(hand.selected == "Andrew")
        hand.type("nn")
        #expect(hand.selected == "Anna", "round the end")
        hand.type("N")
        #expect(hand.selected == "Anton")
        hand.names = [:]
        hand.type("n")
        #expect(hand.lastLine == "\"An\" not found")
        hand.type("/Q")
        #expect(hand.lastLine.contains("not found"))
    }

    @Test func aListThatIsNeverCompleteIsSearchedAfterAWhile() {
        var hand = Hand()
        hand.names = [70: "anna"]
        hand.progress = 40
        for character in "/anna" { hand.rush(.character(character)) }
        hand.rush(.enter)
        hand.rush(.character("y"))
        var pages = 0
        while hand.interface.wantsPage, pages < 1000 {
            let page = hand.reply(to: hand.query)
            hand.page = page
            hand.effects += hand.interface.take(page)
            pages += 1
        }
        #expect(pages == Query.Find.patience + 1)
        #expect(hand.effects == [.copy("anna")], "what was pressed meanwhile waited for it")
    }

    @Test func aSearchInAnIncompleteListSaysHowFarItLooked() {
        var hand = Hand()
        hand.progress = 40
        hand.type("/nobody")
        hand.press(.enter)
        hand.type("n")
        #expect(hand.lastLine == "\"nobody\" not found in the first 40 % of the list")
    }

    /// An invalid filter would filter nothing, but look as if it did.
    @Test func aFilterThatCannotBeReadIsNotAccepted() {
        var hand = Hand()
        hand.wrongFilters = ["-5=", "-5=x"]
        hand.type("\\-5")
        hand.press(.enter)
        hand.type("\\=")
        hand.press(.enter)
        #expect(hand.interface.typing != nil && hand.lastLine.contains("no such field"))
        // Enter waits for the page that reports the error.
        hand.rush(.character("x"))
        hand.rush(.enter)
        hand.answer()
        #expect(hand.interface.typing?.editor.text == "-5=x")
        hand.press(.escape)
        #expect(hand.interface.typing == nil && hand.query.filter == "-5")
        hand.type("\\0")
        hand.rush(.enter)
        hand.rush(.character("j"))
        hand.answer()
        #expect(hand.interface.typing == nil && hand.query.filter == "-50")
    }

    @Test func filtersActWhileTheyAreTyped() {
        var hand = Hand()
        hand.type("jjj\\-4")
        #expect(hand.query.filter == "-4" && hand.screen.contains("(11 of 100)"))
        hand.press(.escape)
        #expect(hand.query.filter.isEmpty && hand.selected == "connection-3")
        hand.type("\\-5")
        hand.press(.enter)
        hand.type("\\")
        hand.press(.control("u"))
        hand.type("9")
        hand.press(.enter, .character("\\"), .up, .up)
        #expect(hand.query.filter == "-5", "what was typed before")
        hand.press(.down, .down)
        #expect(hand.query.filter == "9")
    }

    @Test func linesAreEdited() {
        var line = LineEditor("state=talk and")
        _ = line.perform(.eraseWord)
        #expect(line.text == "state=talk ")
        _ = line.perform(.cursorHome)
        line.insert("x")
        _ = line.perform(.eraseForward)
        _ = line.perform(.cursorRight)
        _ = line.perform(.eraseBack)
        #expect(line.text == "xate=talk " && line.cursor == 1)
        _ = line.perform(.cursorEnd)
        _ = line.perform(.cursorLeft)
        _ = line.perform(.eraseLine)
        #expect(line.text == " " && line.cursor == 0)
        for command in [Command.cursorLeft, .eraseBack, .eraseLine, .older, .newer] { _ = line.perform(command) }
        #expect(line.text == " ")
        let isDone = line.perform(.quit)
        #expect(!isDone)
    }

    @Test func pastesAreMadeSafeAndShort() {
        var line = LineEditor()
        line.insert("age>\u{1B}[31m30s\r\n\u{202E}and\tx\u{0}\n")
        #expect(line.text == "age>[31m30s and x" || line.text == "age>[31m30s  and x")
        line.insert(String(repeating: "y", count: 100_000))
        #expect(line.text.count == LineEditor.limit)
        var mark = LineEditor("e")
        mark.insert("\u{301}")
        #expect(mark.text.count == 1 && mark.cursor == 1)
        _ = mark.perform(.eraseBack)
        #expect(mark.text.isEmpty)
    }

    @Test func pasteGoesWhereTextIsTyped() {
        var hand = Hand()
        _ = hand.interface.handle(.paste("q"), page: hand.page, width: 80, height: 24)
        #expect(hand.lastLine.hasPrefix("no text field is open"))
        hand.type("\\")
        _ = hand.interface.handle(.paste("-7\n"), page: hand.page, width: 80, height: 24)
        #expect(hand.query.filter == "-7")
    }

    @Test func helpIsSearchedAndScrolled() {
        var hand = Hand()
        hand.type("?")
        let first = hand.screen
        #expect(first.contains("On this screen"))
        hand.press(.pageDown)
        #expect(hand.screen != first)
        hand.press(.end, .end)
        #expect(hand.screen.contains("the Control key"))
        hand.type("/clipboard")
        #expect(hand.screen.contains("Copy the row's id") && !hand.screen.contains("On this screen"))
        hand.press(.enter, .escape)
        #expect(hand.screen.contains("On this screen"), "whole again first")
        hand.type("q")
        #expect(hand.interface.mode == .pane && hand.effects.isEmpty)
    }
}
