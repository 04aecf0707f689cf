import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// The filter line over a real state: the text is parsed, matches are counted, errors are marked, and fields are completed.
@Suite struct FilterLineTests {
    /// A user of a small call centre.
    private struct Desk {
        let centre: Centre
        var interface: Interface
        var page: Page?

        init(pane: Pane = .seances) throws {
            centre = try Centre()
            for (number, state) in ["ringing", "dialog", "ringing", "hold"].enumerated() {
                centre.seance("s\(number)", state: state, from: "+7495000000\(number)", to: "745")
            }
            interface = Interface(domain: "sales", onlyDomain: true, pane: pane)
            answer()
        }

        private mutating func answer() {
            repeat {
                let answer = centre.page(interface.query(width: 80, height: 24))
                page = answer
                interface.take(answer)
            } while interface.wantsPage
        }

        mutating func press(_ keys: Key...) {
            for key in keys {
                _ = interface.handle(.key(key), page: page, width: 80, height: 24)
                answer()
            }
        }

        mutating func type(_ text: String) {
            for character in text { press(.character(character)) }
        }

        var screen: String { draw(page, interface, width: 80, height: 24, ascii: false).plainText }

        /// A line of the screen, counted from the bottom.
        func line(fromBottom place: Int) -> String {
            String(screen.split(separator: "\n", omittingEmptySubsequences: false)[23 - place])
        }

        var text: String { interface.typing?.editor.text ?? "" }
    }

    @Test func theMatchCountIsThereFromTheFirstCharacterThatMeansSomething() throws {
        var desk = try Desk()
        desk.type("\\state=ringing")
        #expect(desk.line(fromBottom: 1).hasPrefix("filter: state=ringing "))
        #expect(desk.line(fromBottom: 1).hasSuffix("(2 of 4)") && desk.page?.rowCount == 2)
        desk.type(" and from~1$")
        #expect(desk.line(fromBottom: 1).hasSuffix("(0 of 4)"))
        desk.press(.escape)
        #expect(desk.page?.rowCount == 4 && desk.interface.typing == nil)
    }

    @Test func whereNoRowMatchesTheWayBackIsSaid() throws {
        for pane in [Pane.seances, .recording] {
            var desk = try Desk(pane: pane)
            if pane == .recording {
                desk.centre.connection("k", of: "s0", calls: ["c"])
                desk.centre.event("connection_start_record", #""id":"k""#)
                desk.press(.down)
            }
            let before = desk.page?.rowCount
            let advice = #"no row matches the filter; \ ^U Enter clears it"#
            desk.type("\\from~zzz")
            #expect(desk.screen.contains("no row matches the filter") && !desk.screen.contains(advice))
            desk.press(.enter)
            #expect(desk.screen.contains(advice) && desk.screen.contains("from matches zzz"), "\(desk.screen)")
            desk.press(.character("\\"), .control("u"), .enter)
            #expect(desk.page?.rowCount == before && before ?? 0 > 0 && !desk.screen.contains("filter"))
        }
    }

    @Test func aFilterErrorIsMarkedAtItsPosition() throws {
        var desk = try Desk()
        desk.type("\\state=ringing and agee>30s")
        #expect(desk.line(fromBottom: 0).hasPrefix(String(repeating: " ", count: 8 + 18) + "^ "))
        #expect(desk.line(fromBottom: 0).contains("age"), "and what was meant")
        #expect(desk.page?.rowCount == 4, "what cannot be read hides nothing")
        let line = desk.line(fromBottom: 0)
        desk.press(.enter)
        #expect(desk.line(fromBottom: 0) == line, "it stays to be mended")
        desk.press(.escape)
        #expect(desk.page?.rowCount == 4 && !desk.screen.contains("agee"))
    }

    @Test func earlierFiltersComeBack() throws {
        var desk = try Desk()
        for filter in ["state=ringing", "state=hold"] {
            desk.type("\\")
            desk.press(.control("u"))
            desk.type(filter)
            desk.press(.enter)
        }
        desk.type("\\")
        desk.press(.control("u"))
        desk.type("fr")
        desk.press(.up)
        #expect(desk.text == "state=hold" && desk.page?.rowCount == 1)
        desk.press(.up, .up)
        #expect(desk.text == "state=ringing" && desk.page?.rowCount == 2)
        desk.press(.down, .down)
        #expect(desk.text == "fr", "what was being typed is not lost")
    }

    @Test func namesAreCompleted() throws {
        var desk = try Desk(pane: .calls)
        desk.type("\\sta")
        desk.press(.tab)
        #expect(desk.text == "state")
        desk.type("=r and numb")
        desk.press(.tab)
        #expect(desk.text == "state=r and number")
        desk.press(.control("u"))
        desk.press(.tab)
        let names = ColumnTable.filterFields(of: .calls).map(\.name)
        #expect(desk.text.isEmpty && desk.line(fromBottom: 0).hasPrefix(names[0] + " " + names[1]))
        desk.type("state=ri")
        desk.press(.tab)
        #expect(desk.text == "state=ri", "a value is no name")
        desk.press(.control("u"))
        desk.type("zzz")
        desk.press(.tab)
        #expect(desk.text == "zzz" && desk.line(fromBottom: 0) == "no field begins like that")
        desk.press(.backspace)
        #expect(desk.line(fromBottom: 0) != "no field begins like that")
    }
}
