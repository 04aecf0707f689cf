import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct DrawTests {
    /// An interface that shows the view of a page.
    static func interface(for page: Page) -> Interface {
        var pane = Pane.seances
        if case .pane(let shown) = page.query.view { pane = shown }
        var interface = Interface(domain: page.query.domain, onlyDomain: false, pane: pane)
        if case .seance(let key, let face) = page.query.view { interface.seance = .init(key: key, face: face) }
        if page.query.explains { interface.why = .init() }
        return interface
    }

    static let pages: [(name: String, page: Page)] = [
        ("domains", Sample.domains), ("seances", Sample.seances), ("calls", Sample.calls),
        ("connections", Sample.list(selected: 0)), ("failures", Sample.failures), ("recording", Sample.recording),
        ("anomalies", Sample.anomalies), ("changes", Sample.changes), ("numbers", Sample.numbers), ("log", Sample.log),
        ("feed", Sample.feed),
        ("tree", Sample.tree), ("events", Sample.events), ("why", Sample.explained),
    ]

    @Test(arguments: pages.map(\.name)) func listsLookAsTheyShould(_ name: String) throws {
        let page = try #require(Self.pages.first { $0.name == name }?.page)
        for (width, height) in [(80, 24), (200, 60), (20, 5)] {
            let screen = draw(page, Self.interface(for: page), width: width, height: height, ascii: false)
            expectGolden(screen.annotated, named: "face-\(name)-\(width)x\(height)")
        }
    }

    @Test func aStormIsSaidWhereThereIsRoomForAnything() throws {
        var page = Sample.calls
        func first(_ width: Int) throws -> String {
            let screen = draw(page, Self.interface(for: page), width: width, height: 24, ascii: false)
            return try String(#require(screen.plainText.split(separator: "\n").first))
        }
        #expect(try !first(200).contains("STORM"))
        page.header.storm = EventStorm(totals: [Int](repeating: 400, count: 30) + [4850])
        #expect(try first(200).contains("STORM 12x"))
        #expect(try first(80).contains("STORM"))
        #expect(try first(40).contains("STORM"))
        #expect(try !first(80).contains("BEHIND"))
        page.header.isBehind = true
        #expect(try first(80).contains("BEHIND"))
    }

    @Test func asciiIsAsciiAndAsWide() {
        for (name, page) in Self.pages {
            let screen = draw(page, Self.interface(for: page), width: 80, height: 24, ascii: true)
            #expect(screen.cells.allSatisfy { $0.glyph.isASCII }, "\(name)")
        }
        let screen = draw(Sample.calls, Self.interface(for: Sample.calls), width: 80, height: 24, ascii: true)
        expectGolden(screen.annotated, named: "face-ascii-80x24")
    }

    private func golden(_ name: String, _ page: Page?, _ change: (inout Interface) -> Void = { _ in }) {
        let shown = page ?? Sample.calls
        var interface = Self.interface(for: shown)
        interface.take(shown)
        change(&interface)
        for (width, height) in [(80, 24), (200, 60), (20, 5)] {
            let screen = draw(page, interface, width: width, height: height, ascii: false)
            // The length of the help depends on all columns, so it is not compared.
            let text = screen.annotated.replacing(/\ of [0-9]{2,4}\n/, with: " of N\n", maxReplacements: 1)
            expectGolden(text, named: "face-\(name)-\(width)x\(height)")
        }
    }

    private func press(_ interface: inout Interface, _ keys: [Key], _ page: Page) {
        for key in keys { _ = interface.handle(.key(key), page: page, width: 80, height: 24) }
    }

    @Test func theHelpLooksAsItShould() {
        golden("help", Sample.calls) { press(&$0, [.character("?")], Sample.calls) }
        golden("help-search", Sample.calls) {
            press(
                &$0, [.character("?"), .character("/")] + "clipb".map { .character($0) }, Sample.calls)
        }
    }

    @Test func menusLookAsTheyShould() {
        golden("sort-menu", Sample.calls) { press(&$0, [.character("s"), .down], Sample.calls) }
        golden("column-menu", Sample.calls) { press(&$0, [.character("C"), .down, .character(" ")], Sample.calls) }
    }

    @Test func aWrongFilterIsPointedAt() {
        var page = Sample.calls
        let filter = "state=ringing and agee>30s"
        page.query.filter = filter
        page.filterError = ("there is no field \"agee\"; fields are age, state, number", 18)
        var interface = Self.interface(for: page)
        press(&interface, [.character("\\")] + filter.map { .character($0) }, page)
        for (width, height) in [(80, 24), (40, 12), (20, 5)] {
            let screen = draw(page, interface, width: width, height: height, ascii: false)
            expectGolden(screen.annotated, named: "face-filter-error-\(width)x\(height)")
        }
        // Accepted before an answer came.
        _ = interface.handle(.key(.enter), page: nil, width: 80, height: 24)
        expectGolden(
            draw(page, interface, width: 80, height: 24, ascii: false).annotated, named: "face-filter-error-kept-80x24")
    }

    @Test func aFilterShowsWhatItLetThrough() {
        var page = Sample.calls
        page.query.filter = "age>30s"
        page.matched = (24, 431)
        var interface = Self.interface(for: page)
        interface.list.filter = "age>30s"
        interface.searched = "анна"
        interface.list.marks = [.init(id: page.rows[1].id, index: 1)]
        for (width, height) in [(80, 24), (40, 12)] {
            expectGolden(
                draw(page, interface, width: width, height: height, ascii: false).annotated,
                named: "face-filtered-\(width)x\(height)")
        }
    }

    @Test func statesOfTheFeedAreSaid() {
        var page = Sample.calls
        page.header.feed = .reconnecting(wait: 3200, why: "connection refused by feed:9000")
        golden("reconnecting", page)
        page.header.feed = .stale(age: 12_400)
        golden("stale", page)
        page.header.feed = .ended
        #expect(draw(page, Self.interface(for: page), width: 80, height: 24, ascii: false).plainText.contains(" EOF"))
        page.rows = []
        page.rowCount = 0
        page.selectedIndex = nil
        page.header.feed = .failed("/var/feed.ndjson: no such file")
        golden("failed", page)
        page.header.feed = .connecting
        for width in [20, 80] {
            let low = draw(page, Self.interface(for: page), width: width, height: 2, ascii: false).plainText
            #expect(low.contains("CONNECTING"), "the last thing that stays is the state of the feed")
        }
        golden("waiting", nil)
    }

    @Test func aDomainThatNothingComesOfIsSaid() {
        var page = Sample.page(.pane(.seances))
        page.header.live = (0, 0, 0)
        page.columns = Sample.seanceColumns
        page.notice = "0 of 5,120 events are of \"sales\"; seen: support 3,100, billing 2,020"
        golden("nothing-of-domain", page)
    }

    @Test func aPausedScreenSaysHowFarBehindItIs() {
        var page = Sample.calls
        var interface = Self.interface(for: page)
        interface.take(page)
        press(&interface, [.character("p")], page)
        page.query = interface.query(width: 80, height: 24)
        interface.take(page)
        #expect(interface.isPaused)
        var later = page
        later.header.events += 1204
        later.header.now = Sample.now + 38_400
        interface.take(later)
        for (width, height) in [(80, 24), (200, 60), (20, 5)] {
            let screen = draw(page, interface, width: width, height: height, ascii: false)
            expectGolden(screen.annotated, named: "face-paused-\(width)x\(height)")
        }
    }

    @Test func pagesAsTextHaveTitlesAndAllRows() {
        expectGolden(plainText(of: Sample.calls, width: 100), named: "face-text-calls")
        expectGolden(plainText(of: Sample.seances, width: 72), named: "face-text-seances")
        let lines = plainText(of: Sample.list(count: 5000, lines: 5000), width: 60).split(separator: "\n")
        #expect(lines.count == 5001)
        #expect(lines.allSatisfy { $0.count <= 60 && $0.last != " " })
    }

    @Test func whereNothingIsDimWhatHasEndedSaysSo() {
        func ended(_ text: String) -> [Bool] {
            text.split(separator: "\n").filter { $0.contains("12:40 final") || $0.contains("ringing") }
                .map { $0.hasSuffix(" ended") }
        }
        let page = Sample.seances
        #expect(ended(plainText(of: page, width: 72)) == [false, true])
        for width in [40, 80, 200] {
            let interface = Self.interface(for: page)
            let lines = draw(page, interface, width: width, height: 24, ascii: true, saysEnded: true).plainText
            #expect(ended(lines) == [false, true])
            #expect(!draw(page, interface, width: width, height: 24, ascii: true).plainText.contains("ended"))
        }
    }

    @Test func scrolledSidewaysEveryColumnComesIntoSight() {
        let page = Sample.seances
        var interface = Self.interface(for: page)
        var seen = ""
        for sideways in stride(from: 0, through: 240, by: 8) {
            interface.list.sideways = sideways
            seen += draw(page, interface, width: 40, height: 24, ascii: false).plainText
        }
        for column in page.columns { #expect(seen.contains(column.title)) }
        #expect(seen.contains("connection_link_call") && seen.contains("3694473f-2d4b-4f9a-9b1e-000000010005"))
    }
}
