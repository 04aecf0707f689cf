import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct TreeTests {
    private func grown() throws -> Centre {
        let centre = try Centre()
        centre.seance("a")
        centre.connection("k", of: "a", calls: ["c1", "c2"])
        centre.event("call_create", #""id":"c3","state":"ringing","number":"73""#)
        centre.event("call_attach_to_seance", #""id":"c3","idseance":"a""#)
        centre.seance("b")
        return centre
    }

    @Test("A seance is one row until it is opened; then its connections and calls hang under it, whichever the order")
    func opening() throws {
        let centre = try grown()
        var query = centre.query(.seances)
        var page = centre.page(query)
        #expect(page.ids == ["a", "b"])
        #expect(page.rows.map(\.isOpen) == [false, nil])
        #expect(page.rows[0].branch == "▸ ")
        query.toggled = [page.rows[0].id]
        page = centre.page(query)
        #expect(page.ids == ["a", "k", "c1", "c2", "c3", "b"])
        #expect(page.rowCount == 6)
        #expect(page.rows.map(\.branch.string) == ["▾ ", "  ├▾ ", "  │  ├─ ", "  │  └─ ", "  └─ ", "  "])
        #expect(page.rows.map(\.isOpen) == [true, true, nil, nil, nil, nil])
        #expect(page.rows[2].line?.map(\.text.string).joined() == "in   talk      00:00:00  7c1         ")
        #expect(page.rows[2].seance == centre.key("a"))
        query.sort = Query.Sort("age")
        #expect(centre.page(query).ids == ["b", "a", "k", "c1", "c2", "c3"])
        query.toggled.insert(page.rows[1].id)
        #expect(centre.page(query).ids == ["b", "a", "k", "c3"])
        query.isTree = false
        #expect(centre.page(query).ids == ["b", "a"])
        #expect(centre.page(query).rows.allSatisfy { $0.isOpen == nil && $0.branch.isEmpty })
    }

    @Test("All can be open, and single ones closed; ASCII has branches of its own")
    func all() throws {
        let centre = try grown()
        centre.surroundings.ascii = true
        var query = centre.query(.seances)
        query.opensAll = true
        let page = centre.page(query)
        #expect(page.rowCount == 6)
        #expect(page.rows.map(\.branch.string) == ["v ", "  |v ", "  |  |- ", "  |  `- ", "  `- ", "  "])
        query.toggled = [page.rows[0].id]
        #expect(centre.page(query).ids == ["a", "b"])
    }

    @Test("Windows cut through what is open, and the anchor may be a child; when that is hidden its seance is selected")
    func windows() throws {
        let centre = try Centre()
        for number in 0..<40 {
            centre.seance("s\(number)")
            if number % 3 == 0 {
                centre.connection("k\(number)", of: "s\(number)", calls: ["c\(number)", "d\(number)"])
            }
        }
        var query = centre.query(.seances, lines: 500)
        query.opensAll = true
        let whole = centre.page(query)
        #expect(whole.rowCount == 40 + 14 * 3)
        query.lines = 5
        for row in 0..<whole.rowCount {
            query.anchor = whole.rows[row].id
            query.anchorLine = 2
            let page = centre.page(query)
            #expect(page.selectedIndex == row)
            #expect(page.ids == Array(whole.ids[page.firstIndex..<page.firstIndex + 5]))
        }
        query.opensAll = false
        query.anchor = whole.rows[2].id
        #expect(centre.page(query).selectedIndex == 0)
        query.opensAll = true
        // The seance's own columns include who answered.
        query.columns = ["age", "state"]
        query.find = Query.Find("7d39")
        let page = centre.page(query)
        #expect(page.found == true)
        #expect(page.selectedIndex.map { whole.ids[$0] } == "d39")
    }

    @Test("A call moves in the tree when it is linked again, and outlives its connection under the seance")
    func moving() throws {
        let centre = try grown()
        var query = centre.query(.seances)
        query.opensAll = true
        centre.event("connection_delete", #""id":"k""#)
        #expect(centre.page(query).ids == ["a", "k", "c1", "c2", "c3", "b"])
        #expect(centre.page(query).rows[1].hasEnded)
        centre.at += 6000
        centre.event("seance_update", #""id":"b""#)
        #expect(centre.page(query).ids == ["a", "c1", "c2", "c3", "b"])
        centre.connection("m", of: "b", calls: [])
        centre.event("connection_link_call", #""id":"m","idcall":"c1""#)
        #expect(centre.page(query).ids == ["a", "c2", "c3", "b", "m", "c1"])
    }
}
