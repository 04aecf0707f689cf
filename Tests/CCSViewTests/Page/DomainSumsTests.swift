import CCSState
import CCSTestSupport
import Testing

@testable import CCSView

/// The list of domains and the sums in its header, with many domains.
@Suite struct DomainSumsTests {
    private static func centre(domains: Int) throws -> Centre {
        let centre = try Centre()
        for number in 0..<domains {
            centre.domain = "d\(number)"
            centre.event("seance_create", #""id":"s""#)
        }
        return centre
    }

    private static let query = Query(domain: nil, view: .pane(.domains), lines: 10)

    @Test("A round over all domains has the sums of one look at all of them, and a change shows after two rounds")
    func rounds() throws {
        let centre = try Self.centre(domains: 10)
        var round = DomainRound()
        func sums() -> DomainSums { round.sums(of: centre.reducer.state.domains, atOnce: 3, centre.surroundings) }
        for _ in 0..<9 {
            let sums = sums()
            #expect(sums.header.events == 10 && sums.header.live.seances == 10)
            #expect(sums.header.eventRates.tenSeconds == 1)
            #expect(sums.now(centre.surroundings) == centre.at)
        }
        centre.at += 1000
        centre.event("seance_create", #""id":"t""#)
        let pages = (0..<8).map { _ in sums().header.events }
        #expect(pages.last == 11 && pages == pages.sorted() && pages.first == 10)
    }

    @Test("Sums of a live feed are not shown for one that has ended")
    func wallClock() throws {
        let centre = try Self.centre(domains: 10)
        var round = DomainRound()
        centre.surroundings.wall = centre.at + 5000
        let live = round.sums(of: centre.reducer.state.domains, atOnce: 3, centre.surroundings)
        #expect(live.now(centre.surroundings) == centre.at + 5000)
        centre.surroundings.wall = nil
        let ended = round.sums(of: centre.reducer.state.domains, atOnce: 3, centre.surroundings)
        #expect(ended.now(centre.surroundings) == centre.at)
    }

    @Test("Only pages whose work is spread show old sums, and none after a page of a domain")
    func pages() throws {
        let centre = try Self.centre(domains: 1001)
        let query = Self.query
        func events() -> Int { centre.page(query).header.events }
        #expect(events() == 1001)
        centre.event("seance_update", #""id":"s""#)
        #expect(events() == 1002)
        centre.looksAPage(10)
        centre.event("seance_update", #""id":"s","state":"dialog""#)
        #expect(events() == 1002)
        #expect(centre.page(query).header.domains == 1001)
        _ = centre.page(centre.query(.seances))
        #expect(events() == 1003)
    }

    @Test("Names that begin alike for longer than a sort key holds are in order", arguments: [false, true])
    func longNames(_ descending: Bool) throws {
        let centre = try Centre()
        for number in [3, 1, 2] {
            centre.domain = "customer-of-the-platform-\(number)"
            centre.event("seance_create", #""id":"s""#)
        }
        var query = Self.query
        query.sort = Query.Sort("domain", descending: descending)
        let names = (1...3).map { RowID.domain("customer-of-the-platform-\($0)") }
        #expect(centre.page(query).rows.map(\.id) == (descending ? names.reversed() : names))
        query.anchor = names[1]
        #expect(centre.page(query).selectedIndex == 1)
    }

    @Test("Domains are in the order of their names, also after domains come and go")
    func order() throws {
        var random = SeededGenerator(seed: 1)
        var order = DomainOrder()
        var limits = Limits()
        limits.domains = 40
        let centre = try Centre(limits: limits)
        for _ in 0..<200 {
            for _ in 0..<random.below(4) {
                centre.domain = "d\(random.below(100))"
                centre.event("seance_create", #""id":"s""#)
            }
            let state = centre.reducer.state.domains
            let domains = order.sorted(state, evicted: centre.reducer.state.evictedDomains)
            #expect(domains.map(\.name) == state.map(\.name).sorted())
        }
        #expect(centre.reducer.state.evictedDomains > 40)
    }
}
