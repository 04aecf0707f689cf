import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// Pages of a seance with very many calls: the windows together equal one page of the whole seance.
@Suite struct LargeSeanceTests {
    /// Live and ended connections and calls, calls in connections and directly under the seance, failures, and an anomaly.
    private func centre(calls: Int) throws -> (centre: Centre, key: ObjectKey) {
        let centre = try Centre()
        centre.seance("s")
        for number in 0..<calls / 10 {
            centre.connection("k\(number)", of: "s", calls: ["c\(number)a", "c\(number)b"])
            if number % 3 == 0 { centre.event("call_dtmf", #""id":"c\#(number)a""#) }
            if number % 4 == 0 { centre.event("call_delete", #""id":"c\#(number)b""#) }
            if number % 7 == 0 { centre.event("connection_delete", #""id":"k\#(number)""#) }
            if number % 5 == 0 { centre.event("connection_set_record_info", #""id":"k\#(number)","key":"x""#) }
            if number % 9 == 0 { centre.event("connection_failure", #""idcall":"c\#(number)a","code":"486""#) }
        }
        for number in 0..<calls {
            centre.event("call_create", #""id":"d\#(number)","state":"ringing","number":"7\#(number)""#)
            centre.event("call_attach_to_seance", #""id":"d\#(number)","idseance":"s""#)
            if number % 6 == 0 { centre.event("call_delete", #""id":"d\#(number)""#) }
        }
        centre.event("connection_failure", #""idseance":"s","code":"503","reason":"r""#)
        centre.event("connection_failure", #""idconn":"k1","code":"500""#)
        centre.event("connection_failure", #""idseance":"other","code":"404""#)
        centre.at += 3000
        centre.event("call_set_state", #""id":"d1","state":"ringing""#)
        return (centre, try #require(centre.key("s")))
    }

    private func queries(_ key: ObjectKey, _ centre: Centre) -> [Query] {
        var queries: [Query] = []
        for view in [Query.View.seance(key, .tree), .pane(.seances)] {
            for opensAll in [false, true] {
                var query = Query(domain: "sales", view: view, lines: 100_000)
                query.opensAll = opensAll
                queries.append(query)
                let rows = centre.page(query).rows
                query.toggled = Set(
                    rows.enumerated().filter { $0.offset % 11 == 1 && $0.element.isOpen != nil }.map(\.element.id))
                queries.append(query)
            }
        }
        return queries
    }

    private func same(_ left: Row, _ right: Row) -> Bool {
        left.id == right.id && left.branch == right.branch && left.line == right.line && left.isOpen == right.isOpen
            && left.copyText == right.copyText && left.hasEnded == right.hasEnded && left.severity == right.severity
    }

    @Test("Windows are cut from the same rows, wherever they begin")
    func windows() throws {
        let (centre, key) = try centre(calls: 60)
        for query in queries(key, centre) {
            let all = centre.page(query)
            #expect(all.rows.count == all.rowCount)
            #expect(Set(all.rows.map(\.id)).count == all.rowCount, "no row stands twice")
            var some = query
            some.lines = 7
            for place in stride(from: 0, to: all.rowCount, by: 3) {
                (some.anchor, some.anchorIndex, some.anchorLine) = (all.rows[place].id, place, 2)
                let page = centre.page(some)
                #expect(page.selectedIndex == place && page.rowCount == all.rowCount)
                let expected = all.rows[page.firstIndex..<page.firstIndex + page.rows.count]
                #expect(zip(page.rows, expected).allSatisfy { same($0, $1) }, "\(place)")
            }
        }
    }

    @Test(
        "A tree has the failures of all that hangs under the seance, and of nothing else; the last branch is the last one's"
    )
    func failures() throws {
        let (centre, key) = try centre(calls: 60)
        let page = centre.page(Query(domain: "sales", view: .seance(key, .tree), lines: 100_000))
        let failures = page.rows.compactMap { row in
            row.line?.first?.text == "failure " ? row.line?.last?.text.string : nil
        }
        #expect(failures == ["  486", "  503  r", "  500"])
        let corners = page.rows.filter { $0.branch.string.hasPrefix("└") }
        #expect(corners.map(\.copyText) == ["d59"])
    }

    @Test("A search through a tree finds what is there, round and backwards")
    func search() throws {
        let (centre, key) = try centre(calls: 60)
        var query = Query(domain: "sales", view: .seance(key, .tree), lines: 5)
        let all = centre.page(Query(domain: "sales", view: .seance(key, .tree), lines: 100_000)).rows
        let places = all.indices.filter { all[$0].contains(Needle("743")) }
        #expect(!places.isEmpty)
        for backwards in [false, true] {
            for place in stride(from: 0, to: all.count, by: 17) {
                (query.anchor, query.anchorIndex) = (all[place].id, place)
                query.find = Query.Find("743", backwards: backwards)
                let next =
                    backwards
                    ? places.last { $0 < place } ?? places.last { $0 >= place }
                    : places.first { $0 > place } ?? places.first { $0 <= place }
                #expect(centre.page(query).selectedIndex == next, "from \(place)")
            }
        }
        query.find = Query.Find("nowhere")
        #expect(centre.page(query).found == false)
    }

    @Test("The events of a seance are those of its current objects, also if these change between two pages")
    func events() throws {
        let (centre, key) = try centre(calls: 20)
        let query = Query(domain: "sales", view: .seance(key, .events), lines: 100_000)
        let before = centre.page(query).rowCount
        #expect(centre.page(query).rowCount == before)
        centre.event("call_create", #""id":"new""#)
        #expect(centre.page(query).rowCount == before)
        centre.event("call_attach_to_seance", #""id":"new","idseance":"s""#)
        #expect(centre.page(query).rowCount == before + 2)
    }
}
