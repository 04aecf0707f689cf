import CCSEvents
import CCSState
import CCSTestSupport
import Testing

@testable import CCSView

@Suite struct SelectionTests {
    @Test("Without a selection: the first row at the top, in the log the last one at the bottom, which follows")
    func start() throws {
        let centre = try Centre()
        for number in 0..<30 { centre.seance("s\(number)") }
        let page = centre.page(centre.query(.seances, lines: 10))
        #expect(page.selectedIndex == 0)
        #expect(page.firstIndex == 0)
        var log = centre.page(centre.query(.log, lines: 10))
        #expect(log.selectedIndex == 29)
        #expect(log.firstIndex == 20)
        centre.seance("new")
        log = centre.page(centre.query(.log, lines: 10))
        #expect(log.selectedIndex == 30)
        #expect(log.cell(9, "ids") == "seance new")
    }

    @Test("The first move goes from there down, or in the log up")
    func firstMove() {
        var query = Query(domain: nil, view: .pane(.seances), lines: 10)
        query.move = 3
        var placement = Placement(query, anchor: nil, count: 50, startsAtEnd: false)
        #expect(placement.selected == 3)
        #expect(placement.first == 0)
        query.move = -2
        placement = Placement(query, anchor: nil, count: 50, startsAtEnd: true)
        #expect(placement.selected == 47)
        #expect(placement.first == 40)
    }

    @Test("The selected row keeps its line; at the ends of the list the list wins; far moves stop there")
    func lines() {
        var query = Query(domain: nil, view: .pane(.seances), lines: 10)
        query.anchor = .fact("x")
        query.anchorLine = 4
        #expect(Placement(query, anchor: 20, count: 50, startsAtEnd: false).first == 16)
        #expect(Placement(query, anchor: 2, count: 50, startsAtEnd: false).first == 0)
        #expect(Placement(query, anchor: 49, count: 50, startsAtEnd: false).first == 40)
        query.move = .max
        #expect(Placement(query, anchor: 20, count: 50, startsAtEnd: false).selected == 49)
        query.move = .min
        #expect(Placement(query, anchor: 20, count: 50, startsAtEnd: false).selected == 0)
        query.move = 0
        query.anchorIndex = 30
        #expect(Placement(query, anchor: nil, count: 50, startsAtEnd: false).selected == 30)
        #expect(Placement(query, anchor: nil, count: 5, startsAtEnd: false).selected == 4)
        #expect(Placement(query, anchor: nil, count: 0, startsAtEnd: false).selected == nil)
        query.lines = 0
        #expect(Placement(query, anchor: 3, count: 5, startsAtEnd: false).window == 3..<4)
    }

    @Test(
        "Through churn, sorts and moves the selection stays with its object, on its line while the list allows",
        arguments: 1...6)
    func property(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let centre = try Centre()
        var living: [String] = []
        var query = centre.query(.seances, lines: 8)
        var born = 0
        for _ in 0..<250 {
            for _ in 0..<random.next() % 4 {
                if random.next() % 5 < 3 || living.count < 3 {
                    born += 1
                    living.append("s\(born)")
                    centre.seance("s\(born)", from: "\(random.next() % 9)")
                } else if random.next() % 2 == 0 {
                    let id = living.remove(at: Int(random.next() % UInt64(living.count)))
                    centre.event("seance_delete", #""id":"\#(id)""#)
                } else if let id = living.randomElement(using: &random) {
                    centre.event("seance_set_state", #""id":"\#(id)","state":"\#(random.next() % 3)""#)
                }
                centre.at += Int64(random.next() % 2500)
            }
            if random.next() % 6 == 0 {
                query.sort = Query.Sort(
                    ["age", "from", "state", "id"][Int(random.next() % 4)], descending: random.next() % 2 == 0)
            }
            query.move = random.next() % 2 == 0 ? 0 : Int(random.next() % 7) - 3
            let page = centre.page(query)
            guard let selected = page.selectedIndex else { continue }
            let line = selected - page.firstIndex
            try #require(page.rows.indices.contains(line))
            var whole = query
            whole.lines = 10_000
            whole.move = 0
            whole.anchor = nil
            let all = centre.page(whole)
            #expect(all.rows[selected].id == page.rows[line].id)
            if let anchor = query.anchor {
                let before = all.rows.firstIndex { $0.id == anchor } ?? query.anchorIndex
                let expected = min(max(before + query.move, 0), all.rowCount - 1)
                #expect(selected == expected)
                let canKeep = expected >= query.anchorLine && expected - query.anchorLine + 8 <= all.rowCount
                if canKeep { #expect(line == query.anchorLine) }
            }
            query.anchor = page.rows[line].id
            query.anchorLine = line
            query.anchorIndex = selected
        }
    }

    @Test("A search goes on from the selected row, wraps both ways, stays where it may, and says when there is nothing")
    func search() throws {
        let centre = try Centre()
        for (number, from) in ["1", "Anna", "2", "ANNA", "3", "Борис"].enumerated() {
            centre.seance("s\(number)", from: from)
        }
        var query = centre.query(.seances, lines: 3)
        func found(_ text: String, from row: Int, backwards: Bool = false, mayStay: Bool = false) -> Int? {
            var whole = query
            whole.lines = 100
            whole.find = nil
            query.anchor = centre.page(whole).rows[row].id
            query.find = Query.Find(text, backwards: backwards, mayStay: mayStay)
            let page = centre.page(query)
            return page.found == true ? page.selectedIndex : nil
        }
        #expect(found("anna", from: 0) == 1)
        #expect(found("anna", from: 1) == 3)
        #expect(found("anna", from: 3) == 1)
        #expect(found("anna", from: 1, mayStay: true) == 1)
        #expect(found("anna", from: 1, backwards: true) == 3)
        #expect(found("борис", from: 0) == 5)
        #expect(found("00:00:05", from: 3) == 0)
        #expect(found("nobody", from: 2) == nil)
        query.find = Query.Find("s5")
        query.anchor = nil
        let page = centre.page(query)
        #expect(page.rows.contains { $0.copyText == "s5" })
        #expect(page.selectedIndex == 5)
        query = centre.query(.log, lines: 3)
        query.find = Query.Find("seance s1", mayStay: true)
        #expect(centre.page(query).selectedIndex == 1)
    }
}
