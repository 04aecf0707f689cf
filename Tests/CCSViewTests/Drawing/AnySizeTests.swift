import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// Any size and any text can be drawn, and the selected row is the last to disappear.
@Suite struct AnySizeTests {
    private static let hostile = [
        "\u{1B}[31mred\u{1B}]0;title\u{7}", "\u{202E}gnp.exe", "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}",
        "👩‍👩‍👧‍👦🇷🇺",
        "田中田中田中田中田中", "\u{0}\n\r\t", String(repeating: "W", count: 300), "",
    ]

    /// The page with every text replaced by a hostile one.
    private func poisoned(_ page: Page) -> Page {
        var page = page
        var next = 0
        func text() -> DisplayText {
            next += 1
            return DisplayText(sanitizing: Self.hostile[next % Self.hostile.count])
        }
        for place in page.rows.indices {
            page.rows[place].cells = page.rows[place].cells.map { StyledText(text(), $0.role) }
            page.rows[place].line = page.rows[place].line.map { $0.map { StyledText(text(), $0.role) } }
            // Rows may have fewer or more cells than there are columns.
            if place % 3 == 1 { page.rows[place].cells = page.rows[place].cells.dropLast(2) }
            if place % 3 == 2, page.rows[place].line == nil { page.rows[place].cells.append(StyledText(text())) }
        }
        page.header.domain = text()
        page.header.source = text()
        page.header.feed = .reconnecting(wait: .max, why: Self.hostile[1])
        page.header.now = .min
        page.header.lag = .min
        page.header.eventRates = (.nan, .infinity, 1e300)
        page.header.live = (.max, .max, .max)
        page.header.measures.answerSeizureRatio = (.nan, .max)
        page.header.measures.postDialDelay = (.min, .max, .min)
        page.header.measures.averageDuration = (.max, .max)
        page.header.seancePeaks = (.min, .max)
        page.header.lines = (.max, .max)
        page.title = text()
        page.notice = text()
        page.filterError = (Self.hostile[0], .max)
        page.matched = (.max, .max)
        return page
    }

    private static let sizes: [(Int, Int)] =
        (1...60).flatMap { width in (1...30).map { (width, $0) } }
        + [(80, 24), (132, 43), (200, 60), (250, 100), (400, 1), (1, 200), (0, 0), (-5, 3)]

    @Test(arguments: DrawTests.pages.map(\.name)) func nothingTrapsAndNothingIsOutside(_ name: String) throws {
        let page = try #require(DrawTests.pages.first { $0.name == name }?.page)
        let bad = poisoned(page)
        var interface = DrawTests.interface(for: page)
        interface.searched = "w"
        var typing = interface
        _ = typing.handle(.key(.character("/")), page: nil, width: 80, height: 24)
        _ = typing.handle(.paste(Self.hostile[6]), page: nil, width: 80, height: 24)
        var menu = interface
        menu.overlay = .columns(Interface.MenuState(columns: page.columns, index: 2))
        var help = interface
        help.overlay = .help(Interface.HelpState(search: "", top: 1_000_000))
        let states = [interface, typing, menu, interface, typing, menu, help]
        for (place, (width, height)) in Self.sizes.enumerated() {
            // Some of the sizes, and all small ones, each with one of the pages.
            guard (width + 7 * height) % 17 == 0 || width < 4 || height < 6 || width > 60 else { continue }
            let state = states[(place + height) % states.count]
            let screen = draw(bad, state, width: width, height: height, ascii: place % 5 == 0)
            #expect(screen.cells.count == max(1, width) * max(1, height))
            if place % 5 == 0 { #expect(screen.cells.allSatisfy { $0.glyph.isASCII }) }
        }
    }

    @Test(arguments: DrawTests.pages.map(\.name)) func theSelectedRowStays(_ name: String) throws {
        let page = try #require(DrawTests.pages.first { $0.name == name }?.page)
        let interface = DrawTests.interface(for: page)
        for (width, height) in Self.sizes
        where width > 0 && height > 0 && ((width + 2 * height) % 41 == 0 || width < 3 || height < 6) {
            let screen = draw(page, interface, width: width, height: height, ascii: false)
            let selected = (0..<height).filter { screen[0, $0].style.selected && screen[width - 1, $0].style.selected }
            #expect(selected.count == 1, "\(width)x\(height)")
        }
    }
}
