import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// One screen in every theme: its text, and the look of every style on it.
@Suite struct ThemeTests {
    /// A list with every sign, phase, freshness and mark.
    private static var screen: Screen {
        var page = Sample.calls
        page.header.anomalies = (7, 2, 0)
        page.header.evicted = 3
        let severities: [Detector.Severity] = [.high, .medium, .low]
        for place in 4..<10 {
            page.rows[place].severity = severities[place % 3]
            page.rows[place].isAcknowledged = place >= 7
        }
        page.rows[10].bornAgo = 100
        page.rows[11].hasEnded = true
        page.query.filter = "age>30s"
        page.matched = (24, 431)
        var interface = DrawTests.interface(for: page)
        interface.list.filter = "age>30s"
        interface.searched = "анна"
        interface.list.marks = [.init(id: page.rows[1].id, index: 1)]
        return draw(page, interface, width: 80, height: 24, ascii: false)
    }

    @Test(arguments: Theme.all.map(\.name)) func aScreenLooksAsItShould(_ name: String) throws {
        let theme = try #require(Theme.named(name))
        let screen = Self.screen
        let lines = Set(screen.cells.map(\.style)).map { style in
            let look = theme.look(of: style)
            let over = [(style.selected, "selected"), (style.marked, "marked"), (style.fresh, "fresh")]
            let attributes = [(look.bold, "bold"), (look.dim, "dim"), (look.underline, "underline")]
                .filter(\.0).map { " " + $0.1 }.joined()
            return ([style.role.rawValue] + over.filter(\.0).map(\.1)).joined(separator: "+")
                + ": \(look.foreground) on \(look.background)\(attributes)\(look.reverse ? " reverse" : "")"
        }
        expectGolden(screen.annotated + "\n" + lines.sorted().joined(separator: "\n"), named: "face-theme-\(name)")
    }

    @Test func withoutColourNothingHasAColourAndSignsAreToldApart() {
        for style in Set(Self.screen.cells.map(\.style)) {
            let look = Theme.mono.look(of: style)
            #expect(look.foreground == .terminal && look.background == .terminal, "\(style)")
        }
        let signs = [Role.warning, .notice, .label].map { Theme.mono.look(of: Style($0)) }
        #expect(Set(signs).count == 3)
    }
}
