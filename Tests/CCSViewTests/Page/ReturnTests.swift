import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// The user leaves a list and comes back. Meanwhile the list was not updated.
@Suite("Coming back to a list")
struct ReturnTests {
    /// Talking calls, the oldest first, and a seance. The list was complete, and the seance is open.
    private static func centre(calls: Int) throws -> (centre: Centre, query: Query, asked: () -> Int) {
        let centre = try Centre()
        centre.seance("home")
        for number in 0..<calls {
            centre.at += 1
            centre.event("call_create", #""id":"c\#(number)","state":"talk""#)
        }
        var asked = 0
        centre.filters { _, _ in
            .test(
                RowTest(namesEnded: false, bounds: TimeBounds()) { candidate, _ in
                    asked += 1
                    guard case .call(let call) = candidate else { return false }
                    return call.state.string == "talk"
                })
        }
        var query = centre.query(.calls, lines: 40)
        query.filter = "talk"
        let page = centre.page(query)
        #expect(page.rowCount == calls && page.progress == nil)
        let key = try #require(centre.key("home"))
        var look = query
        look.view = .seance(key, .tree)
        _ = centre.page(look)
        return (centre, query, { asked })
    }

    @Test(
        "Thousands at once in the order that leave are not all looked at for one page, whether a row among them is selected or not",
        arguments: [false, true])
    func manyLeave(isSelected: Bool) throws {
        let (centre, whole, asked) = try Self.centre(calls: 5000)
        var query = whole
        if isSelected {
            query.anchor =
                centre.page(
                    {
                        var middle = query
                        middle.move = 2000
                        return middle
                    }()
                ).rows.first { $0.copyText == "c2000" }?.id
            #expect(query.anchor != nil)
            query.anchorLine = 20
            var look = query
            look.view = .seance(try #require(centre.key("home")), .tree)
            _ = centre.page(look)
        }
        for number in 0..<4000 where number % 1000 != 0 || number == 0 {
            centre.event("call_set_state", #""id":"c\#(number)","state":"hold""#)
        }
        centre.looksAPage(1)
        let before = asked()
        var page = centre.page(query)
        #expect(asked() - before <= 41 * (RowIndex.rounds + 2))
        #expect(page.progress != nil)
        #expect(page.rows.count == 40 && page.rows.allSatisfy { $0.cells.contains { $0.text.string == "talk" } })
        if isSelected { #expect(page.selectedIndex.map { page.rows[$0 - page.firstIndex].id } == query.anchor) }
        centre.looksAPage(nil)
        page = centre.page(query)
        #expect(page.progress == nil)
        #expect(page.rowCount == 1003)
        query.anchor = nil
        #expect(centre.page(query).ids.prefix(5) == ["c1000", "c2000", "c3000", "c4000", "c4001"])
    }

    @Test(
        "If much changed meanwhile, the list is made again, not searched for removed rows", arguments: [100, 4500])
    func muchChanged(count: Int) throws {
        let (centre, query, _) = try Self.centre(calls: 9000)
        for number in 0..<count { centre.event("call_set_state", #""id":"c\#(number)","state":"hold""#) }
        centre.looksAPage(20)
        let page = centre.page(query)
        #expect(page.progress.map { count == 100 ? $0 >= 98 : $0 <= 20 } ?? false)
        centre.looksAPage(nil)
        #expect(centre.page(query).rowCount == 9000 - count)
    }

    @Test("A list that is shown all the time is never made again, however much changes")
    func shown() throws {
        let (centre, query, _) = try Self.centre(calls: 9000)
        _ = centre.page(query)
        for number in 0..<4500 { centre.event("call_set_state", #""id":"c\#(number)","state":"hold""#) }
        centre.looksAPage(20)
        #expect(centre.page(query).progress.map { $0 >= 50 } ?? false)
    }
}
