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
        // It was asked from where the first page has moved away.
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

    @Test func whatIsAskedForDependsOnTheSize() {
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
        #expect(hand.lastLine == "no seance here to open")
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
        // q stands behind Enter, and is handled as soon as Enter is.
        hand.rush(.character("q"))
        #expect(hand.effects == [.suspend])
        hand.answer()
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
        #expect(hand.query.view == .pane(.feed), "round the end")
        hand.type("9")
        #expect(hand.lastLine == "no such key; ? for help")
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
        #expect(hand.lastLine == "this is the top; q quits")
    }

    @Test func aDomainChosenForGoodIsTheTop() {
        var hand = Hand(onlyDomain: true)
        hand.press(.escape)
        #expect(hand.lastLine.contains("no other domain is watched") && hand.query.domain == "sales")
        hand.type("d")
        #expect(hand.lastLine == "no other domain is watched" && hand.query.domain == "sales")
    }

    @Test func keysThatDoNothingSayWhy() {
        var hand = Hand()
        hand.type("Z")
        #expect(hand.lastLine == "no such key; ? for help")
        hand.type("t")
        #expect(hand.lastLine == "only seances are shown as a tree")
        hand.press(.enter)
        hand.type("s")
        #expect(hand.lastLine == "s (Sort) works in the list of domains, lists, not in the seance view")
        hand.type("j")
        #expect(!hand.lastLine.contains("Sort) works"), "said once")
        var log = Hand(pane: .log)
        for key in "s<I" {
            log.type(String(key))
            #expect(log.lastLine == "this list keeps its own order")
        }
        var empty = Hand(count: 0)
        for (key, text) in [(" ", "no row here to mark"), ("y", "nothing here to copy"), ("+", "no row here")] {
            empty.type(key)
            #expect(empty.lastLine == text)
        }
        empty.press(.enter)
        #expect(empty.lastLine == "no row here to open")
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

@Suite struct TreeAndMarksTests {
    @Test func rowsOpenAndClose() {
        var hand = Hand(pane: .seances)
        let row = RowID.object(Sample.key(.connection, 0))
        hand.type("+")
        #expect(hand.query.toggled == [row])
        hand.type("+")
        #expect(hand.lastLine == "it is expanded already")
        hand.type("-l")
        #expect(hand.query.toggled == [row])
        hand.press(.left)
        #expect(hand.query.toggled.isEmpty)
        hand.type("l*")
        #expect(hand.query.opensAll && hand.query.toggled.isEmpty)
        hand.type("j+")
        #expect(hand.lastLine == "nothing hangs under this row")
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
        #expect(hand.lastLine == "that marked row is gone")
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
        #expect(hand.query.columns == ["id"] && hand.lastLine == "one column must remain")
        hand.press(.up, .enter, .escape)
        #expect(hand.query.columns == ["age", "id"] && hand.interface.mode == .pane)
    }
}

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
        #expect(hand.lastLine == "nothing was searched for; / searches")
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
        #expect(hand.lastLine.hasPrefix("nothing is being typed"))
        hand.type("\\")
        _ = hand.interface.handle(.paste("-7\n"), page: hand.page, width: 80, height: 24)
        #expect(hand.query.filter == "-7")
    }

    @Test func helpIsSearchedAndScrolled() {
        var hand = Hand()
        hand.type("?")
        let first = hand.screen
        #expect(first.contains("Moving about"))
        hand.press(.pageDown)
        #expect(hand.screen != first)
        hand.press(.end, .end)
        #expect(hand.screen.contains("a marked row"))
        hand.type("/clipboard")
        #expect(hand.screen.contains("Copy the row's id") && !hand.screen.contains("Moving about"))
        hand.press(.enter, .escape)
        #expect(hand.screen.contains("Moving about"), "whole again first")
        hand.type("q")
        #expect(hand.interface.mode == .pane && hand.effects.isEmpty)
    }
}

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
        #expect(hand.lastLine.hasPrefix("paused: only the rows around were kept"))
        hand.press(.enter)
        #expect(hand.lastLine.hasPrefix("paused: p goes on"))
        hand.count = 10_000
        hand.type("jyp")
        #expect(hand.effects == [.copy("connection-2601")])
        #expect(!hand.interface.isPaused && hand.selected == "connection-2601")
    }

    @Test func theHeaderSaysHowFarBehind() {
        var hand = Hand()
        hand.type("p")
        var header = Sample.header
        header.lines.read += 1204
        header.now = Sample.now + 38_000
        hand.interface.note(header)
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
}

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
