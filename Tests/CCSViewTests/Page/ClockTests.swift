import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// Times and notices when feed time differs from the wall clock.
@Suite struct ClockTests {
    private static let day: Int64 = 86_400_000

    private func header(ahead: Int64) throws -> (header: Header, text: String) {
        let centre = try Centre()
        let wall = centre.at
        centre.seance("a")
        centre.at = wall + ahead
        centre.event("seance_update", #""id":"a""#)
        centre.surroundings.wall = wall
        let header = centre.page(centre.query(.seances)).header
        let lines = HeaderLines(header, newest: nil, isPaused: false, glyphs: .set(ascii: false))
        return (header, lines.line(0, of: 2, width: 120).map(\.text.string).joined())
    }

    @Test("The clock says how far it is off the wall clock, where that is more than a minute")
    func skew() throws {
        let far = try header(ahead: Self.day)
        #expect(far.header.skew.map { $0 >= Self.day } == true)
        #expect(far.text.contains("00:00:00 +1d00h"), "\(far.text)")
        #expect(try header(ahead: 59_000).header.skew == nil)
        #expect(try header(ahead: 30 * 60_000).text.contains(" +30m00s"))
    }

    @Test("A clock that is behind says so, and a feed that is not live says nothing")
    func behind() throws {
        let centre = try Centre()
        centre.lateness = 3_600_000
        centre.seance("a")
        #expect(centre.page(centre.query(.seances)).header.skew == nil)
        centre.surroundings.wall = centre.at - 1000 + centre.lateness
        let header = centre.page(centre.query(.seances)).header
        #expect(header.skew == -3_600_000)
        let line = HeaderLines(header, newest: nil, isPaused: false, glyphs: .set(ascii: false))
            .line(0, of: 2, width: 120)
        #expect(
            line.contains { $0.text.string.contains("-1h00m") && $0.role == .warning }, "\(line.map(\.text.string))")
    }

    @Test(
        "A time of another day says so, in twelve columns",
        arguments: [
            (0, "14:03:22.123"), (1, "+1d 14:03:22"), (-1, "-1d 14:03:22"), (-12, "-12d 14:03"), (9999, "+9999d 14:03"),
            (-20_000, "-20000d"),
        ] as [(Int64, String)])
    func anotherDay(_ days: Int64, _ text: String) {
        let now: Int64 = 1_732_370_602_123
        #expect(Plain.time(now + days * Self.day, now: now) == text)
        #expect(text.count <= 12)
    }

    @Test("A list of times says it too")
    func listed() throws {
        let centre = try Centre()
        centre.event("connection_failure", #""code":"486""#)
        centre.at += Self.day
        centre.seance("a")
        let page = centre.page(centre.query(.failures))
        #expect(page.cell(0, "time")?.hasPrefix("-1d ") == true)
    }

    @Test("Events are those of the shown domain only")
    func events() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.domain = "support"
        for number in 0..<5 { centre.seance("b\(number)") }
        centre.line("no event")
        #expect(centre.page(Query(domain: "sales", view: .pane(.seances), lines: 10)).header.events == 1)
        #expect(centre.page(Query(domain: nil, view: .pane(.domains), lines: 10)).header.events == 6)
    }

    @Test("Unrecorded talks are counted, in the header and in the feed pane")
    func unrecorded() throws {
        let centre = try Centre()
        for name in ["a", "b"] {
            centre.seance("s" + name)
            centre.connection(name, of: "s" + name, calls: ["c" + name])
        }
        centre.event("connection_start_record", #""id":"b""#)
        centre.at += 20_000
        centre.event("seance_update", #""id":"sa""#)
        let page = centre.page(centre.query(.feed, lines: 300))
        #expect(page.header.unrecorded == 1)
        let row = try #require(
            page.rows.indices.first {
                page.rows[$0].line == nil && page.cell($0, "fact") == "unrecorded, now"
            })
        #expect(page.cell(row, "amount") == "1")
        let text = HeaderLines(page.header, newest: nil, isPaused: false, glyphs: .set(ascii: false))
            .line(1, of: 2, width: 200).map(\.text.string).joined()
        #expect(text.contains("unrec 1"), "\(text)")
        centre.event("connection_start_record", #""id":"a""#)
        #expect(centre.page(centre.query(.feed)).header.unrecorded == 0)
    }
}
