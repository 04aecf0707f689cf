import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct MaskTests {
    @Test(
        "With numbers masked no page shows, copies or follows one, and rows that lead somewhere still find their objects"
    )
    func masked() throws {
        var options = EventDecoder.Options()
        options.masksNumbers = true
        let centre = try Centre(options: options)
        centre.surroundings.masksNumbers = true
        centre.seance("a", from: "+74951234567", to: "88005553535")
        centre.event(
            "connection_create", #""id":"k","state":"dialog","from":"+74951234567","to":"88005553535""#)
        centre.event("connection_attach_to_seance", #""id":"k","idseance":"a""#)
        centre.event("call_create", #""id":"c","state":"ringing","number":"88005553535","name":"Anna 88005553535""#)
        centre.event("call_attach_to_seance", #""id":"c","idseance":"a""#)
        centre.event("seance_set_next_number", #""id":"a","number":"88005553535""#)
        for _ in 0..<12 {
            centre.at += 10
            centre.event(
                "connection_failure", #""idseance":"a","code":486,"reason":"no 88005553535","number":"88005553535""#)
        }
        centre.at += 40_000
        centre.event("seance_update", #""id":"a""#)
        let key = try #require(centre.key("a"))
        var views = Pane.ofDomain.map { Query.View.pane($0) }
        views += Face.allCases.map { Query.View.seance(key, $0) }
        for view in views {
            var query = Query(domain: "sales", view: view, lines: 100)
            query.opensAll = true
            query.explains = true
            let page = centre.page(query)
            var said = page.texts + page.rows.map(\.copyText) + [page.title?.string ?? ""]
            said += page.explanation?.map(\.text.string) ?? []
            said += page.rows.compactMap(\.target?.filter)
            for text in said { #expect(!text.contains("4951234") && !text.contains("8800555"), "\(view): \(text)") }
            #expect(page.rows.allSatisfy { $0.number == nil })
        }
        let failures = centre.page(centre.query(.failures))
        var query = centre.query(.failures)
        query.filter = try #require(failures.rows[0].target?.filter)
        #expect(centre.page(query).matched?.count == 12)
        let calls = centre.page(centre.query(.calls))
        #expect(calls.cell(0, "number") == "*******3535")
        #expect(calls.cell(0, "name") == "Anna *******3535")
        query = centre.query(.numbers)
        #expect(centre.page(query).rowCount >= 1)
    }

    @Test("Without masking, rows say which number to follow")
    func followed() throws {
        let centre = try Centre()
        centre.seance("a", from: "+74951234567")
        centre.connection("k", of: "a", calls: ["c"])
        centre.event("connection_failure", #""number":"1300""#)
        #expect(centre.page(centre.query(.seances)).rows[0].number == "+74951234567")
        #expect(centre.page(centre.query(.connections)).rows[0].number == "100")
        #expect(centre.page(centre.query(.calls)).rows[0].number == "7c")
        #expect(centre.page(centre.query(.failures)).rows[0].number == "1300")
    }
}
