import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite("Beginnings and ends") struct EpisodePageTests {
    /// A call rang too long, a number failed, a recording is not finished, and a call is held too long.
    private func centre() throws -> Centre {
        let centre = try Centre(detectors: Self.detectors)
        centre.seance("a", from: "+74951234567")
        centre.event("call_create", #""id":"c","state":"ringing","number":"+74951234567""#)
        centre.event("call_attach_to_seance", #""id":"c","idseance":"a""#)
        centre.event("connection_start_record", #""id":"k""#)
        centre.event("connection_delete", #""id":"k""#)
        pass(70_000, centre)
        centre.event("call_delete", #""id":"c""#)
        for number in 0..<12 { centre.event("connection_failure", #""code":486,"number":"1300","x":\#(number)"#) }
        pass(2000, centre)
        return centre
    }

    private static var detectors: DetectorSettings {
        var settings = DetectorSettings()
        for detector in Detector.allCases where ![.ringing, .failing, .unfinished, .held].contains(detector) {
            settings[detector] = nil
        }
        return settings
    }

    private func pass(_ milliseconds: Int64, _ centre: Centre) {
        centre.at += milliseconds
        centre.event("seance_update", #""id":"quiet""#)
    }

    private func cells(_ page: Page, _ column: String) -> [String?] {
        page.rows.indices.map { page.cell($0, column) }
    }

    @Test("Ended anomalies follow open ones, dimmed, with their length and their end")
    func ended() throws {
        let centre = try centre()
        var query = centre.query(.anomalies)
        query.columns = ColumnTable.columns(of: .anomalies).map(\.id)
        let page = centre.page(query)
        #expect(
            cells(page, "what") == [
                "too many failures", "too many failures", "recording not finished", "rings too long",
            ])
        #expect(cells(page, "severity") == ["high", "high", "high", "ended"])
        #expect(page.rows.map(\.hasEnded) == [false, false, false, true])
        let over = page.rows[3]
        #expect(over.severity == nil && over.anomalies.isEmpty && over.copyText == "c")
        #expect(over.seance == centre.key("a") && over.number == "+74951234567")
        #expect(
            ["since", "gone", "subject", "who", "seen", "ended", "fact"].map { page.cell(3, $0) } == [
                "00:01:10", "00:00:02", "call c", "+74951234567", "no", "yes", "no",
            ])
        #expect(page.header.anomalies == (3, 3, 0))
        #expect(page.notice == "open 3  facts 0  ended 1")
        query.filter = "ended"
        #expect(centre.page(query).ids == ["c"])
        query.filter = ""
        query.showsEnded = false
        #expect(centre.page(query).rowCount == 3)
        query.filter = "ended"
        #expect(centre.page(query).ids == ["c"])
        pass(24 * 3_600_000, centre)
        #expect(!centre.page(query).ids.contains("c"), "it stays for a day")
    }

    @Test("A fact stands between open and ended anomalies, is not counted, and is skipped")
    func facts() throws {
        let centre = try centre()
        centre.event("call_create", #""id":"h","state":"hold""#)
        var query = centre.query(.anomalies)
        #expect(!cells(centre.page(query), "severity").contains("fact"))
        pass(20 * 60_000, centre)
        let page = centre.page(query)
        #expect(
            cells(page, "what") == [
                "held too long", "recording not finished", "too many failures", "too many failures", "rings too long",
            ])
        #expect(cells(page, "severity") == ["medium", "fact", "ended", "ended", "ended"])
        #expect(page.rows[1].severity == .high && page.rows[1].isQuiet && !page.rows[1].isAcknowledged)
        #expect(page.header.anomalies == (1, 1, 0))
        query.filter = "fact"
        #expect(centre.page(query).ids == ["k"])
        query.filter = ""
        query.anchor = page.rows[0].id
        query.find = .anomaly(backwards: false)
        #expect(centre.page(query).selectedIndex == 0)
        let domains = centre.page(Query(domain: nil, view: .pane(.domains), lines: 9))
        #expect(domains.cell(0, "wrong") == "1" && domains.rows[0].severity == .medium)
    }

    @Test("Among equally grave ones the latest stands first, below too many failures")
    func order() throws {
        let centre = try Centre(detectors: Self.detectors)
        for id in ["a", "b"] {
            centre.event("connection_start_record", #""id":"\#(id)""#)
            centre.event("connection_delete", #""id":"\#(id)""#)
            pass(10_000, centre)
        }
        for number in 0..<12 { centre.event("connection_failure", #""code":486,"number":"1300","x":\#(number)"#) }
        pass(59_000, centre)
        #expect(centre.page(centre.query(.anomalies)).ids == ["1300", "sales", "b", "a"])
    }

    @Test("Changes stand with the latest first, and say how many there were in the last minute")
    func changes() throws {
        let centre = try centre()
        var query = centre.query(.changes)
        query.columns = ColumnTable.columns(of: .changes).map(\.id)
        let page = centre.page(query)
        #expect(cells(page, "change") == ["began", "began", "ended", "began", "began"])
        #expect(
            cells(page, "what") == [
                "too many failures", "too many failures", "rings too long", "recording not finished", "rings too long",
            ])
        #expect(cells(page, "lasted")[2] == "00:01:10" && cells(page, "lasted")[4] == "00:01:10")
        #expect(cells(page, "peak")[0] == "12/12" && cells(page, "ago")[2] == "00:00:02")
        #expect(page.notice == "Last minute: 4 began, 1 ended")
        // An open anomaly can be acknowledged in the row of its beginning.
        #expect(page.rows.map(\.anomalies.isEmpty) == [false, false, true, false, true])
        #expect(page.rows[2].seance == centre.key("a") && page.rows[4].seance == centre.key("a"))
        query.filter = "change=began and wrong=failing"
        #expect(Set(centre.page(query).ids) == ["1300", "sales"])
        query.filter = "ago>30s"
        #expect(cells(centre.page(query), "what") == ["rings too long"])
        query.filter = ""
        pass(70_000, centre)
        #expect(centre.page(query).notice == "Last minute: 0 began, 2 ended")
        pass(60_000, centre)
        #expect(centre.page(query).notice == "Last minute: nothing changed")
    }

    @Test("A cached list has the beginning of an anomaly that ended meanwhile")
    func keptChanges() throws {
        let centre = try Centre(detectors: Self.detectors)
        centre.seance("a")
        centre.event("call_create", #""id":"c","state":"ringing""#)
        pass(40_000, centre)
        var query = centre.query(.changes)
        query.columns = ["change", "what"]
        #expect(cells(centre.page(query), "change") == ["began"])
        centre.event("call_delete", #""id":"c""#)
        #expect(cells(centre.page(query), "change") == ["ended", "began"])
    }

    @Test("An anomaly that is no longer watched has left, and not ended")
    func left() throws {
        var limits = Limits()
        limits.liveObjects = 1
        let centre = try Centre(limits: limits, detectors: Self.detectors)
        centre.event("call_create", #""id":"c","state":"ringing""#)
        pass(40_000, centre)
        centre.event("call_create", #""id":"d""#)
        var query = centre.query(.changes)
        query.columns = ["change", "what", "wrong"]
        query.filter = "wrong=ringing"
        #expect(cells(centre.page(query), "change") == ["left", "began"])
    }

    @Test("A gap of the feed and a full store are changes too")
    func others() throws {
        var limits = Limits()
        limits.failures = 1
        let centre = try Centre(limits: limits, detectors: Self.detectors)
        centre.seance("a")
        centre.losesConnection()
        for number in 0..<3 { centre.event("connection_failure", #""code":486,"x":\#(number)"#) }
        pass(2000, centre)
        var query = centre.query(.changes)
        query.columns = ColumnTable.columns(of: .changes).map(\.id)
        var page = centre.page(query)
        #expect(cells(page, "what") == ["limit reached", "feed gap", "feed gap"])
        #expect(cells(page, "change") == ["began", "ended", "began"])
        #expect(page.cell(0, "subject") == "failures" && page.cell(0, "count") == "2")
        #expect(page.cell(1, "lasted") == "00:00:01" && page.cell(1, "who") == "test")
        #expect(page.rows.allSatisfy { $0.target?.pane == .feed })
        pass(61_000, centre)
        page = centre.page(query)
        #expect(cells(page, "change") == ["ended", "began", "ended", "began"])
        #expect(page.cell(0, "lasted") == "00:00:00")
        query.filter = "limit"
        #expect(centre.page(query).rowCount == 2)
    }

    @Test("An ended anomaly shows its reason and its end")
    func why() throws {
        let centre = try centre()
        for (pane, filter) in [(Pane.anomalies, "ended"), (.changes, "change=ended")] {
            var query = centre.query(pane)
            query.filter = filter
            query.explains = true
            let lines = centre.page(query).explanation?.map(\.text.string) ?? []
            #expect(lines.first == "rings for 00:01:10, over 30s; ended 00:01:11.000")
        }
    }
}
