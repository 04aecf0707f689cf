import CCSEvents
import CCSState
import CCSTestSupport
import Testing

@testable import CCSView

/// A search in an incomplete list: many rows wait to be checked, and are elsewhere afterwards.
@Suite("Searching an incomplete list")
struct UnfinishedSearchTests {
    private static let calls = 60

    /// Calls sorted by state. Nearly all of them have changed since they were checked.
    private static func centre(_ random: inout SeededGenerator) throws -> (Centre, Query) {
        let centre = try Centre()
        for number in 10..<10 + calls {
            centre.event("call_create", #""id":"c\#(number)","state":"state-\#(random.below(1000))""#)
        }
        var query = centre.query(.calls, lines: 12)
        query.sort = Query.Sort("state")
        #expect(centre.page(query).progress == nil)
        centre.looksAPage(1)
        for number in 10..<10 + calls where random.below(8) > 0 {
            centre.event("call_set_state", #""id":"c\#(number)","state":"state-\#(random.below(1000))""#)
        }
        return (centre, query)
    }

    @Test("A match is selected, wherever it turns out to be", arguments: 0..<30)
    func found(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let (centre, start) = try Self.centre(&random)
        var query = start
        let sought = "c\(10 + random.below(Self.calls))"
        query.find = Query.Find(sought, backwards: seed % 2 == 0)
        query.anchorLine = random.below(12)
        let waiting = centre.page(query)
        #expect(waiting.progress != nil && waiting.found == nil, "it waits for the list")
        query.find?.waited = Query.Find.patience
        let page = centre.page(query)
        #expect(page.progress != nil && page.found == true)
        let row = page.selectedIndex.flatMap { page.row(at: $0) }
        #expect(row?.copyText == sought)
        #expect(page.rowCount == Self.calls)
    }

    @Test("A row that left the list meanwhile is not found", arguments: 0..<6)
    func gone(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let (centre, start) = try Self.centre(&random)
        var query = start
        query.filter = "state-"
        centre.looksAPage(nil)
        #expect(centre.page(query).rowCount == Self.calls)
        centre.looksAPage(1)
        for number in 10..<10 + Self.calls where number % 3 == 0 {
            centre.event("call_set_state", #""id":"c\#(number)","state":"other""#)
        }
        query.find = Query.Find("other")
        query.find?.waited = Query.Find.patience
        let page = centre.page(query)
        #expect(page.found == false)
        #expect(page.rows.allSatisfy { row in !row.cells.contains { $0.text.string == "other" } })
    }
}
