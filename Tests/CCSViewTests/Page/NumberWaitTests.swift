import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// The waiting and the abandoned callers of a number.
@Suite struct NumberWaitTests {
    @Test("A number shows its waiting callers, also without other facts, and its abandoned ones")
    func waits() throws {
        let centre = try Centre()
        for caller in ["a", "b"] {
            centre.event("seance_create", #""id":"\#(caller)","from":"+74951234567","to":"701""#)
            centre.event("call_create", #""id":"c\#(caller)","dir":"in","number":"+74951234567","state":"queue""#)
            centre.event("call_attach_to_seance", #""id":"c\#(caller)","idseance":"\#(caller)""#)
            centre.at += 30_000
        }
        func row(_ number: String) throws -> [String?] {
            let page = centre.page(centre.query(.numbers))
            let row = try #require(page.ids.firstIndex(of: number), "\(page.ids)")
            return ["live", "waiting", "longest", "abandoned", "waited"].map { page.cell(row, $0) }
        }
        #expect(try row("701") == ["0", "2", "00:00:30", "0", "–"])
        centre.event("seance_delete", #""id":"a""#)
        #expect(try row("701") == ["0", "1", "00:00:30", "1", "00:01:00"])
        centre.at += 10_000
        centre.event("call_set_state", #""id":"cb","state":"talk""#)
        #expect(try row("701") == ["0", "0", "–", "1", "00:01:00"])
    }

    @Test("After a gap, calls and waiting callers of a number are counted apart until they are heard of again")
    func gap() throws {
        let centre = try Centre()
        centre.event("seance_create", #""id":"s","from":"+74951234567","to":"701""#)
        centre.event("call_create", #""id":"c","dir":"in","number":"701","state":"queue""#)
        centre.event("call_attach_to_seance", #""id":"c","idseance":"s""#)
        centre.event("call_create", #""id":"d","number":"701""#)
        func row(_ filter: String = "") throws -> [String?]? {
            var query = centre.query(.numbers)
            query.filter = filter
            let page = centre.page(query)
            return page.ids.firstIndex(of: "701").map { row in
                ["live", "unconfirmed", "waiting", "longest"].map { page.cell(row, $0) }
            }
        }
        #expect(try row() == ["2", "–", "1", "00:00:00"])
        centre.losesConnection()
        centre.event("call_update", #""id":"x""#)
        #expect(try row() == ["0", "2", "≥0", "–"])
        #expect(try row("waiting=0") == nil && row("waiting>0") == nil)
        centre.event("call_update", #""id":"d""#)
        #expect(try row() == ["1", "1", "≥0", "–"])
    }

    @Test("The pane of numbers is that of a plain list while callers come, wait and leave")
    func alike() throws {
        let centre = try Centre()
        var query = centre.query(.numbers)
        query.sort = Query.Sort("waiting", descending: true)
        for step in 0..<40 {
            let (caller, number) = ("s\(step)", "70\(step % 7)")
            centre.event("seance_create", #""id":"\#(caller)","from":"+74951234567","to":"\#(number)""#)
            centre.event("call_create", #""id":"c\#(caller)","dir":"in","number":"1","state":"queue""#)
            centre.event("call_attach_to_seance", #""id":"c\#(caller)","idseance":"\#(caller)""#)
            centre.at += 700
            if step > 5 {
                let earlier = "s\(step - 1 - step % 5)"
                if step % 2 == 0 {
                    centre.event("seance_delete", #""id":"\#(earlier)""#)
                } else {
                    centre.event("call_set_state", #""id":"c\#(earlier)","state":"talk""#)
                }
            }
            guard let domain = centre.reducer.state.domain(named: "sales") else { throw OutOfMemory() }
            let plain = try PlainList(query, domain, centre.reducer.gaps, centre.surroundings)
            #expect(centre.page(query).rows.map(\.id) == plain.rows)
        }
    }
}
