import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct SeanceViewTests {
    private func query(_ centre: Centre, _ face: Face) throws -> Query {
        Query(domain: "sales", view: .seance(try #require(centre.key("a")), face), lines: 200)
    }

    @Test("The tree shows every field, with ages, missing creates, the existence of the record's key, and failures")
    func tree() throws {
        let centre = try Centre()
        centre.event("seance_update", #""id":"a","state":"dialog","from":"100""#)
        centre.connection("k", of: "a", calls: ["c"])
        centre.event("connection_start_record", #""id":"k""#)
        centre.event("call_dtmf", #""id":"c","digit":"5""#)
        centre.at += 70_000
        centre.event("connection_set_record_info", #""id":"k","key":"sesame""#)
        centre.event("connection_failure", #""idconn":"k","code":486,"reason":"Busy here","number":"1300""#)
        centre.event("connection_failure", #""idconn":"other","code":500"#)
        var asked = try query(centre, .tree)
        let page = centre.page(asked)
        let text = page.texts.joined(separator: "\n")
        for part in [
            "▾ seance a  dialog", "state     dialog for 00:01:10, since 00:00:00.000",
            "before ccs-top listened; first event at 00:00:00.000", "from      100", "to        –", "connection k",
            "record    ready for 00:01:10, since 00:00:00.000, ready at 00:01:10.000", "key       yes (hidden)",
            "call c",
            "dtmf      1, last at 00:00:00.000", "failure 00:01:10.000  486  Busy here  1300",
        ] { #expect(text.contains(part), "\(part) is missing in\n\(text)") }
        #expect(!text.contains("sesame"))
        #expect(!text.contains("digits"))
        #expect(!text.contains("500"))
        #expect(page.title?.string == "Seance a  100 → –  dialog")
        #expect(Set(page.rows.map(\.id)).count == page.rows.count)
        asked.toggled = [page.rows[0].id]
        #expect(centre.page(asked).rows.count == 1)
    }

    @Test("Digits and keys are there when they are revealed")
    func revealed() throws {
        let centre = try Centre(options: EventDecoder.Options(revealDTMF: true, revealKeys: true))
        centre.seance("a")
        centre.connection("k", of: "a", calls: ["c"])
        centre.event("call_dtmf", #""id":"c","digit":"5""#)
        centre.event("connection_set_record_info", #""id":"k","key":"sesame""#)
        let text = centre.page(try query(centre, .tree)).texts.joined(separator: "\n")
        #expect(text.contains("digits    5"))
        #expect(text.contains("key       sesame"))
    }

    @Test("A seance that has ended is still there with its members, dimmed, until it leaves the history")
    func ended() throws {
        var limits = Limits()
        limits.endedObjects = 3
        let centre = try Centre(limits: limits)
        centre.seance("a")
        centre.connection("k", of: "a", calls: ["c"])
        let asked = try query(centre, .tree)
        for (type, id) in [("call_delete", "c"), ("connection_delete", "k"), ("seance_delete", "a")] {
            centre.event(type, #""id":"\#(id)""#)
            centre.at += 60_000
        }
        let page = centre.page(asked)
        #expect(page.title?.string.hasSuffix("ended") == true)
        #expect(!page.rows.contains { !$0.hasEnded })
        #expect(page.texts.contains { $0.contains("call c") })
        centre.seance("b")
        centre.event("seance_delete", #""id":"b""#)
        let gone = centre.page(asked)
        #expect(gone.notice == "This seance has left the history")
        #expect(gone.rows.isEmpty)
    }

    @Test(
        "Events: those of the seance and of all that was tied to it, in order, with what they changed, and the line on request"
    )
    func events() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.seance("other")
        centre.connection("k", of: "a", calls: ["c"])
        centre.connection("ko", of: "other", calls: ["co"])
        centre.event("call_set_state", #""id":"c","state":"hold""#)
        centre.event("call_set_state", #""id":"c","state":"hold""#)
        centre.event("seance_set_next_number", #""id":"a","number":"1207""#)
        centre.event("connection_set_record_info", #""id":"k","key":"sesame""#)
        var asked = try query(centre, .events)
        let page = centre.page(asked)
        #expect(
            (0..<page.rows.count).map { page.cell($0, "type") } == [
                "seance_create", "connection_create", "connection_attach_to_seance", "call_create",
                "call_attach_to_seance",
                "connection_link_call", "call_set_state", "call_set_state", "seance_set_next_number",
                "connection_set_record_info",
            ])
        #expect(page.cell(0, "changed") == "new, state dialog, from 100, to 745")
        #expect(page.cell(0, "delta") == "–")
        #expect(page.cell(1, "delta") == "2.000")
        #expect(page.cell(2, "changed") == "→ seance a")
        #expect(page.cell(6, "changed") == "state hold")
        #expect(page.cell(7, "verdict") == "duplicate")
        #expect(page.cell(8, "changed") == "next number 1207")
        #expect(page.rows.allSatisfy { $0.isOpen == false })
        asked.toggled = [page.rows[9].id]
        let open = centre.page(asked)
        #expect(open.rowCount == 11)
        let line = open.rows[10].line?.first?.text.string ?? ""
        #expect(line.contains(#""type":"connection_set_record_info""#))
        #expect(!line.contains("sesame"))
        centre.event("call_create", #""id":"late","idseance":"a""#)
        centre.event("call_attach_to_seance", #""id":"late","idseance":"a""#)
        asked.toggled = []
        #expect(centre.page(asked).rowCount == 12)
    }
}
