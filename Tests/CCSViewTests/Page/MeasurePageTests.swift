import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// The header, the lists and the pane Feed show the same measures.
@Suite struct MeasurePageTests {
    /// An answered attempt of ten seconds, an unanswered one, a failure, and a delay of 2 s.
    private func centre() throws -> Centre {
        let centre = try Centre()
        centre.event("connection_create", #""id":"k","to":"745""#)
        centre.event("call_create", #""id":"a","dir":"in""#)
        centre.event("connection_link_call", #""id":"k","idcall":"a""#)
        centre.at += 1
        centre.event("call_create", #""id":"b","dir":"out""#)
        centre.event("connection_link_call", #""id":"k","idcall":"b""#)
        centre.at += 2000
        centre.event("call_set_state", #""id":"b","state":"ringing""#)
        centre.at += 3000
        centre.event("call_set_state", #""id":"b","state":"talk""#)
        centre.at += 10_000
        centre.event("connection_create", #""id":"m","to":"745""#)
        centre.event("connection_delete", #""id":"k""#)
        centre.event("connection_delete", #""id":"m""#)
        centre.event("connection_failure", #""number":"745""#)
        return centre
    }

    @Test func theHeaderHasThem() throws {
        let measures = try centre().page(Query(domain: "sales", view: .pane(.calls), lines: 10)).header.measures
        #expect(measures.answerSeizureRatio.value == 1.0 / 3)
        #expect(measures.answerSeizureRatio.of == 3)
        #expect(abs((measures.postDialDelay.p50 ?? 0) - 2000) <= 80)
        #expect(measures.postDialDelay.of == 1)
        #expect(measures.averageDuration.value == 10_000)
    }

    @Test func soHaveTheLists() throws {
        let centre = try centre()
        var query = Query(domain: nil, view: .pane(.domains), lines: 10)
        query.columns = ["asr", "acd", "pdd"]
        #expect(centre.page(query).cell(0, "asr") == "33.3% n 3")
        #expect(centre.page(query).cell(0, "acd") == "10s n 1")
        #expect(centre.page(query).cell(0, "pdd")?.hasSuffix(" n 1") == true)
        query = centre.query(.numbers)
        query.columns = ["asr", "acd"]
        query.filter = "number=745 and asr<50 and acd>=10s"
        #expect(centre.page(query).cell(0, "asr") == "33.3% n 3")
        query = centre.query(.connections)
        query.columns = ["talk"]
        query.filter = "talk=10s"
        #expect(centre.page(query).cell(0, "talk") == "00:00:10")
    }

    @Test func theFeedPaneHasAllOfThemWithTheirDefinitions() throws {
        let centre = try centre()
        let page = centre.page(centre.query(.feed, lines: 200))
        func row(_ what: String) -> Int? {
            page.rows.indices.first { page.rows[$0].line == nil && page.cell($0, "fact") == what }
        }
        for window in ["15s of 1m", "15s of 5m", "15s of 15m"] {
            #expect(page.cell(row("ASR, \(window)") ?? -1, "amount") == "33.3 %")
            #expect(page.cell(row("ASR, \(window)") ?? -1, "share") == "n 3")
        }
        #expect(page.cell(row("ACD, 15s of 15m") ?? -1, "amount") == "10s")
        #expect(page.cell(row("new/s, peak") ?? -1, "amount") == "0")
        #expect(page.cell(row("ASR, 15s of 1m") ?? -1, "note") == Measure.answerSeizureRatio.row.definition)
    }

    @Test func overNothingThereIsADash() throws {
        let centre = try Centre()
        centre.seance("s")
        var query = Query(domain: nil, view: .pane(.domains), lines: 10)
        query.columns = ["asr", "acd", "pdd"]
        for column in ["asr", "acd", "pdd"] { #expect(centre.page(query).cell(0, column) == "– n 0") }
        let page = centre.page(centre.query(.feed, lines: 200))
        let row = page.rows.indices.first { page.rows[$0].line == nil && page.cell($0, "fact") == "ASR, 0s of 15m" }
        #expect(page.cell(row ?? -1, "amount") == "–")
    }
}
