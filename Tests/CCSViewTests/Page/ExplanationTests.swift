import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct ExplanationTests {
    private func texts(_ centre: Centre, _ view: Query.View, _ id: RowID) -> [String]? {
        var query = Query(domain: "sales", view: view, lines: 100)
        query.anchor = id
        query.opensAll = true
        query.explains = true
        let page = centre.page(query)
        query.explains = false
        #expect(centre.page(query).explanation == nil)
        return page.explanation?.map(\.text.string)
    }

    @Test("A field says which event set it, when, and shows that event's line; one never heard says so")
    func fields() throws {
        let centre = try Centre()
        centre.seance("a", state: "ringing")
        centre.event("seance_set_state", #""id":"a","state":"dialog""#)
        let set = centre.at
        centre.seance("b")
        centre.event("seance_set_state", #""id":"b","state":"hold""#)
        centre.event("seance_update", #""id":"a","state":"dialog""#)
        centre.at = set + 70_000
        centre.event("seance_set_next_number", #""id":"a","number":"1012""#)
        let key = try #require(centre.key("a"))
        let view = Query.View.seance(key, .tree)
        let state = try #require(texts(centre, view, .field(key, "state")))
        #expect(state[0] == "state dialog — set by seance_set_state at 00:00:01.000, 00:01:10 ago")
        #expect(state[1].contains(#""type":"seance_set_state""#))
        #expect(state[1].contains(#""id":"a""#))
        #expect(texts(centre, .pane(.seances), .object(key)) == state)
        #expect(texts(centre, view, .field(key, "from"))?[0].contains("from 100 — set by seance_create") == true)
        #expect(texts(centre, view, .field(key, "numbers"))?[0].contains("seance_set_next_number") == true)
        #expect(texts(centre, view, .field(key, "last"))?[0].contains("set by seance_set_next_number") == true)
        centre.event("seance_update", #""id":"p","state":"dialog""#)
        let partial = try #require(centre.key("p"))
        #expect(
            texts(centre, .seance(partial, .tree), .field(partial, "from"))?[0].contains("no event gave it") == true)
        #expect(
            texts(centre, .seance(partial, .tree), .field(partial, "created"))?[0] == "created: no event gave it")
    }

    @Test("A connection's record, finished after its end, and failures have their events too")
    func others() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.connection("k", of: "a", calls: ["c"])
        centre.event("connection_start_record", #""id":"k""#)
        centre.event("connection_failure", #""idcall":"c","code":486"#)
        centre.event("connection_delete", #""id":"k""#)
        centre.at += 3000
        centre.event("connection_set_record_info", #""id":"k","key":"sesame""#)
        let key = try #require(centre.key("a"))
        let page = centre.page(Query(domain: "sales", view: .seance(key, .tree), lines: 100))
        let connection = try #require(page.rows.first { $0.copyText == "k" }?.id)
        guard case .object(let connectionKey) = connection else { return }
        let record = try #require(texts(centre, page.query.view, .field(connectionKey, "record")))
        #expect(record[0].contains("set by connection_set_record_info"))
        #expect(!record[1].contains("sesame"))
        #expect(texts(centre, page.query.view, .field(key, "failures"))?[0].contains("connection_failure") == true)
        let failure = try #require(texts(centre, .pane(.failures), .sequence(1)))
        #expect(failure[1].contains("486"))
    }

    @Test("When the event has left the log, that is said, and how far back the log reaches")
    func gone() throws {
        var limits = Limits()
        limits.logBytes = 4096
        let centre = try Centre(limits: limits)
        centre.seance("a")
        for number in 0..<200 { centre.seance("s\(number)") }
        let key = try #require(centre.key("a"))
        let said = try #require(texts(centre, .pane(.seances), .object(key)))
        #expect(said[0].hasPrefix("state dialog for"))
        #expect(said[1].hasPrefix("the event is no longer in the log: the log reaches back to 00:0"))
    }
}
