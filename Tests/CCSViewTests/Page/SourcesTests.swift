import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// Several sources: the header shows the worst state, the pane Feed each one.
@Suite struct SourcesTests {
    private func line(_ number: Int, _ feed: FeedState) -> SourceLine {
        SourceLine(number: number, name: DisplayText(sanitizing: "tcp://n\(number):1"), feed: feed, isLive: true)
    }

    private func header(_ states: FeedState...) throws -> String {
        let centre = try Centre()
        centre.seance("a")
        centre.surroundings = Surroundings(
            sources: states.enumerated().map { line($0, $1) }, wall: centre.at)
        let header = centre.page(centre.query(.seances)).header
        let lines = HeaderLines(header, newest: nil, isPaused: false, glyphs: .unicode)
        return lines.line(0, of: 2, width: 200).map(\.text.string).joined()
    }

    @Test func oneIsCalledByItsName() throws {
        #expect(try header(.live(age: 200)).contains("tcp://n0:1 LIVE 0.2s"))
    }

    @Test func allLiveWithTheOldestAge() throws {
        #expect(try header(.live(age: 200), .live(age: 3000), .live(age: 0)).contains("3 feeds 3/3 LIVE 3.0s"))
    }

    @Test func theWorstIsNamed() throws {
        #expect(try header(.live(age: 0), .stale(age: 12_000)).contains("tcp://n1:1 1/2 LIVE, STALE 12s"))
        let lost = try header(.live(age: 0), .live(age: 0), .reconnecting(wait: 2500, why: "connection refused"))
        #expect(lost.contains("2/3 LIVE, RECONNECTING in 3 s: tcp://n2:1 connection refused"))
        // Also during the next try.
        let trying = try header(.live(age: 0), .stale(age: 12_000), .reconnecting(wait: 0, why: "timed out"))
        #expect(trying.contains("1/3 LIVE, RECONNECTING now: tcp://n2:1 timed out"))
        let failed = try header(.failed("no"), .reconnecting(wait: 2500, why: "x"), .connecting)
        #expect(failed.contains("0/3 LIVE, FAILED: tcp://n0:1 no"))
    }

    @Test func allEnded() throws {
        #expect(try header(.ended, .ended).contains("EOF"))
        #expect(try header(.ended, .live(age: 0)).contains("1/2 LIVE, EOF"))
    }

    @Test func theFeedPaneHasARowForEach() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.line("{")
        centre.surroundings = Surroundings(
            sources: [line(0, .live(age: 0)), line(1, .reconnecting(wait: 1, why: "connection refused"))],
            wall: centre.at)
        let page = centre.page(centre.query(.feed))
        let rows = page.texts.filter { $0.contains("tcp://n") }
        #expect(rows.count == 2)
        #expect(rows[0].contains("LIVE 0.0s") && rows[0].contains("malformed 1") && rows[0].contains("applied 1"))
        #expect(rows[1].contains("RECONNECTING in 1 s: connection refused"))
    }

    @Test(arguments: [20, 40, 80, 200]) func warningsAboutTrustComeFirstAtAnyWidth(_ width: Int) throws {
        let centre = try Centre()
        centre.seance("a")
        for state in [FeedState.live(age: 0), .reconnecting(wait: 1, why: "connection refused"), .failed("no")] {
            var insecure = line(0, state)
            insecure.alert = "NOT ENCRYPTED"
            centre.surroundings = Surroundings(sources: [line(1, .live(age: 0)), insecure], wall: centre.at)
            let header = centre.page(centre.query(.seances)).header
            let pieces = HeaderLines(header, newest: nil, isPaused: true, glyphs: .unicode).line(0, of: 2, width: width)
            #expect(pieces.first == StyledText("NOT ENCRYPTED", .warning))
            #expect(pieces.width <= width)
        }
    }

    @Test func theFeedPaneTellsOfConnections() throws {
        let centre = try Centre()
        var source = line(0, .live(age: 0))
        source.remarks = [
            .init("security", "encrypted, certificate checked"), .init("trouble", "none", isWarning: true),
        ]
        centre.surroundings = Surroundings(sources: [source], wall: centre.at)
        let page = centre.page(centre.query(.feed))
        #expect(page.texts.contains { $0.hasPrefix("security") && $0.contains("certificate checked") })
        #expect(page.rows.contains { $0.cells.first == StyledText("trouble", .warning) })
    }

    @Test func oneHasNoRowOfItsOwn() throws {
        let centre = try Centre()
        #expect(!centre.page(centre.query(.feed)).texts.contains { $0.hasPrefix("test") })
    }
}
