import CCSEvents
import CCSState
import CCSTestSupport
import Testing

@testable import CCSView

@Suite struct ListTests {
    @Test(
        "Seances that something is wrong with stand first, then the eldest; another order and its reverse are as asked, no value last both ways"
    )
    func orders() throws {
        let centre = try Centre()
        centre.seance("a", from: "3")
        centre.seance("b", from: "1")
        centre.event("seance_create", #""id":"c""#)
        centre.at += 1000
        centre.seance("d", from: "2")
        var query = centre.query(.seances)
        #expect(centre.page(query).ids == ["a", "b", "c", "d"])
        #expect(centre.page(query).sort == Query.Sort("wrong", descending: true))
        query.sort = Query.Sort("from")
        #expect(centre.page(query).ids == ["b", "d", "a", "c"])
        query.sort = Query.Sort("from", descending: true)
        #expect(centre.page(query).ids == ["a", "d", "b", "c"])
        query.sort = Query.Sort("no such column")
        #expect(centre.page(query).ids == ["a", "b", "c", "d"])
    }

    @Test("Texts that begin alike are still told apart, whichever way the order goes")
    func longTexts() throws {
        let centre = try Centre()
        let stem = String(repeating: "x", count: 40)
        for end in ["3", "1", "2", ""] { centre.seance(stem + end) }
        var query = centre.query(.seances)
        query.sort = Query.Sort("id")
        #expect(centre.page(query).ids == [stem, stem + "1", stem + "2", stem + "3"])
        query.sort = Query.Sort("id", descending: true)
        #expect(centre.page(query).ids == [stem + "3", stem + "2", stem + "1", stem])
    }

    @Test("Any window of any order is that part of the order as a whole")
    func windows() throws {
        let centre = try Centre()
        var random = SeededGenerator(seed: 7)
        for number in 0..<600 {
            centre.seance(
                "s\(number)", state: ["ringing", "dialog", "hold"][number % 3], from: "\(random.next() % 50)")
        }
        for column in ["age", "state", "from", "id", "calls", "last"] {
            for descending in [false, true] {
                var query = centre.query(.seances, lines: 600)
                query.sort = Query.Sort(column, descending: descending)
                let whole = centre.page(query)
                #expect(Set(whole.ids).count == 600)
                query.lines = 17
                for _ in 0..<8 {
                    let row = Int(random.next() % 600)
                    query.anchor = whole.rows[row].id
                    query.anchorLine = Int(random.next() % 17)
                    let page = centre.page(query)
                    #expect(page.selectedIndex == row)
                    #expect(page.ids == Array(whole.ids[page.firstIndex..<page.firstIndex + 17]))
                }
            }
        }
    }

    @Test("Columns are those asked for, in their order; cells follow them; unknown ones are passed over")
    func columns() throws {
        let centre = try Centre()
        centre.seance("a")
        var query = centre.query(.seances)
        query.columns = ["id", "nonsense", "state"]
        let page = centre.page(query)
        #expect(page.columns.map(\.id) == ["id", "state"])
        #expect(page.rows.first?.cells.map(\.text.string) == ["a", "dialog"])
        query.columns = ["nonsense"]
        #expect(centre.page(query).columns == ColumnTable.usualColumns(of: .seances))
    }

    @Test("Ids of columns are unique in each pane, and the pane's own order names one of them")
    func tables() {
        for pane in Pane.allCases {
            let ids = ColumnTable.columns(of: pane).map(\.id)
            #expect(Set(ids).count == ids.count)
            if let sort = ColumnTable.usualSort(of: pane) { #expect(ids.contains(sort.column)) }
            #expect(
                ColumnTable.columns(of: pane).allSatisfy {
                    !$0.help.isEmpty && $0.width.lowerBound >= $0.title.count - 1
                })
        }
    }

    @Test("Cells show known values: ages, phases, numbers, recording, failures; a dash for an unknown one")
    func cells() throws {
        let centre = try Centre()
        centre.event("seance_update", #""id":"a""#)
        centre.connection("k", of: "a", calls: ["c1", "c2"])
        centre.event("connection_start_record", #""id":"k""#)
        for number in ["1012", "1207"] { centre.event("seance_set_next_number", #""id":"a","number":"\#(number)""#) }
        centre.event("call_dtmf", #""id":"c1","digit":"5""#)
        centre.event("connection_failure", #""idcall":"c1","code":486,"reason":"Busy","number":"1300""#)
        centre.at += 72_000
        centre.event("call_update", #""id":"zz""#)
        var query = centre.query(.seances)
        query.columns = ["age", "state", "from", "numbers", "conn", "calls", "rec", "dtmf", "fail"]
        let page = centre.page(query)
        let cells = ["age", "state", "from", "numbers", "conn", "calls", "rec", "dtmf", "fail"].map { page.cell(0, $0) }
        #expect(cells == ["≥00:01:12", "–", "–", "1012 → 1207", "1", "2", "●", "1", "1"])
        #expect(page.rows[0].cells[1].role == .missing)
        centre.surroundings.ascii = true
        #expect(centre.page(centre.query(.seances)).cell(0, "rec") == "R")
        let calls = centre.page(centre.query(.calls))
        #expect(calls.cell(0, "seance") == "a")
        #expect(calls.cell(0, "connection") == "k")
        #expect(calls.rows[0].seance == centre.key("a"))
        #expect(calls.rowCount == 3)
        #expect(centre.page(centre.query(.connections)).cell(0, "record") == "recording")
    }

    @Test("Ended objects stay five seconds, dimmed, and longer only with a filter on `ended`")
    func ended() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.seance("b")
        centre.event("seance_delete", #""id":"a""#)
        centre.at += 5000
        centre.event("seance_update", #""id":"b""#)
        let page = centre.page(centre.query(.seances))
        #expect(page.ids == ["a", "b"])
        #expect(page.rows[0].hasEnded)
        #expect(page.rows[0].cells.allSatisfy { $0.role == .ended || $0.role == .missing })
        centre.at += 1
        centre.event("seance_update", #""id":"b""#)
        #expect(centre.page(centre.query(.seances)).ids == ["b"])
        centre.filters { _, _ in
            .test(
                RowTest(namesEnded: true) { candidate, _ in
                    guard case .seance(let seance) = candidate else { return false }
                    return !seance.isLive
                })
        }
        var query = centre.query(.seances)
        query.filter = "ended"
        let all = centre.page(query)
        #expect(all.ids == ["a"])
        #expect(all.matched?.count == 1)
        #expect(all.matched?.of == 2)
    }

    @Test("A filter also tests the objects below a seance, and an error in it is shown with all rows")
    func filters() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.seance("b")
        centre.connection("k", of: "b", calls: ["c"])
        centre.filters { text, pane in
            guard text == "number=7c" else { return .fault(message: "what", at: 2) }
            guard let field = ColumnTable.fields(of: pane).first(where: { $0.name == "number" }) else {
                return .everything
            }
            return .test(RowTest { candidate, view in field.value(of: candidate, view).text(.ascii).string == "7c" })
        }
        var query = centre.query(.seances)
        query.filter = "number=7c"
        #expect(centre.page(query).ids == ["b"])
        query.filter = "oops"
        let page = centre.page(query)
        #expect(page.filterError?.message == "what")
        #expect(page.filterError?.at == 2)
        #expect(page.ids == ["a", "b"])
    }

    @Test("Hostile text reaches no cell, no branch and no title as it came")
    func hostile() throws {
        let centre = try Centre()
        let bad = #"\u001b[31mred\u0007\u202e\n"#
        centre.event("seance_create", #""id":"\#(bad)","state":"\#(bad)","from":"\#(bad)""#)
        centre.event("call_create", #""id":"c\#(bad)","name":"\#(bad)","number":"\#(bad)""#)
        centre.event("call_attach_to_seance", #""id":"c\#(bad)","idseance":"\#(bad)""#)
        centre.event("connection_failure", #""idseance":"\#(bad)","reason":"\#(bad)""#)
        var pages = Pane.ofDomain.map { centre.page(centre.query($0)) }
        var open = centre.query(.seances)
        open.opensAll = true
        pages.append(centre.page(open))
        var key: ObjectKey?
        centre.reducer.state.domain(named: "sales")?.forEachSeance { key = $0.key }
        for face in Face.allCases {
            var query = Query(domain: "sales", view: .seance(try #require(key), face), lines: 100)
            query.opensAll = true
            pages.append(centre.page(query))
        }
        for page in pages {
            let shown = page.texts.joined() + (page.title?.string ?? "")
            #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x202E })
        }
        #expect(pages[0].rowCount == 1)
    }
}
