import CCSEvents
import CCSState
import CCSTestSupport
import Testing

@testable import CCSView

@Suite("The time budget of a page")
struct AllowanceTests {
    /// A manual clock.
    private final class Clock {
        var now: Int64 = 0
        var asked = 0

        func rate(_ length: Int64, each: Int64 = 0, stride: Int = 1) -> Allowance.Rate {
            Allowance.Rate(
                time: {
                    self.asked += 1
                    return self.now
                }, length: length, lengthOfEach: each, stride: stride)
        }
    }

    /// The number of checks that an allowance grants if each takes this long.
    private static func looks(_ allowance: Allowance, _ clock: Clock, each: Int64) -> Int {
        var looks = 0
        while allowance.take() {
            looks += 1
            clock.now += each
        }
        return looks
    }

    @Test("It ends with its time, whatever a check costs, and each page starts with a new one")
    func time() {
        let clock = Clock()
        let allowance = Allowance(clock.rate(1000))
        for each: Int64 in [1, 10, 100] {
            allowance.begin()
            #expect(Self.looks(allowance, clock, each: each) == 1000 / each)
            #expect(!allowance.take(), "What one has taken another one cannot have as well")
        }
    }

    @Test("A longer list gets more, and urgent checks count, but leave a quarter")
    func share() {
        let clock = Clock()
        let allowance = Allowance(clock.rate(1000, each: 2))
        allowance.begin()
        allowance.open(500)
        clock.now += 600
        #expect(Self.looks(allowance, clock, each: 10) == 140)
        allowance.begin()
        allowance.open(500)
        clock.now += 1_000_000
        #expect(Self.looks(allowance, clock, each: 10) == 50)
        allowance.begin()
        #expect(Self.looks(allowance, clock, each: 10) == 100, "The next list is another one")
    }

    @Test("However slow a machine is, a short list is complete at once")
    func least() {
        let clock = Clock()
        var rate = clock.rate(1000)
        rate.least = 20
        let allowance = Allowance(rate)
        for _ in 0..<2 {
            allowance.begin()
            // The first check uses up the time, and a quarter of the time is added.
            #expect(Self.looks(allowance, clock, each: 250) == 21)
        }
    }

    @Test("The clock is read now and then, and not after the budget is spent")
    func clock() {
        let clock = Clock()
        let allowance = Allowance(clock.rate(1000, stride: 32))
        allowance.begin()
        clock.asked = 0
        #expect(Self.looks(allowance, clock, each: 10) == 128)
        #expect(clock.asked == 5)
        for _ in 0..<100 { _ = allowance.take() }
        #expect(clock.asked == 5)
    }

    @Test(
        "A list that takes many pages comes to what it is at once, and says how far it is",
        arguments: [Pane.seances, .calls, .numbers, .log, .anomalies, .changes])
    func pages(pane: Pane) throws {
        let (slow, whole) = (try Self.centre(), try Self.centre())
        var query = slow.query(pane, lines: 400)
        query.filter = "7"
        let all = whole.page(query)
        #expect(all.rowCount > 50)
        #expect(all.progress == nil)
        slow.looksAPage(7)
        var page = slow.page(query)
        var progress: [Int] = []
        while let now = page.progress, progress.count < 200 {
            progress.append(now)
            page = slow.page(query)
        }
        #expect(progress.count > 5)
        #expect(progress == progress.sorted())
        #expect(page.rows.map(\.id) == all.rows.map(\.id))
        #expect(page.matched?.count == all.matched?.count)
        #expect(page.matched?.of == all.matched?.of)
    }

    @Test("The selected row stays selected while visible rows are updated", arguments: 0..<10)
    func selection(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let centre = try Self.centre()
        centre.looksAPage(3)
        var query = centre.query(.calls, lines: 12)
        query.sort = Query.Sort("since", descending: seed % 2 == 0)
        for _ in 0..<100 where centre.page(query).progress == nil { break }
        query.move = 30
        var page = centre.page(query)
        let selected = try #require(page.selectedIndex.map { page.rows[$0 - page.firstIndex].id })
        query.anchor = selected
        query.anchorLine = 6
        query.move = 0
        for _ in 0..<40 {
            // Nearly all slots change, and three are checked for a page.
            for number in 0..<60 where random.below(5) > 0 {
                centre.at += Int64(random.below(3))
                centre.event(
                    "call_set_state", #""id":"\#(number)","state":"\#(random.one(of: ["talk", "hold", "ringing"]))""#)
            }
            page = centre.page(query)
            #expect(page.selectedIndex.map { page.rows[$0 - page.firstIndex].id } == selected)
            query.anchorIndex = page.selectedIndex ?? 0
        }
        #expect(page.progress != nil, "the list was worked at all the time")
    }

    @Test("The seance of an event whose ids are forgotten is looked for in many pages, and found", arguments: [0, 1])
    func search(place: Int) throws {
        var limits = Limits()
        limits.endedIDs = 4
        let centre = try Centre(limits: limits)
        // The call is kept with its live seance. So Enter on the event leads there although the call ended long ago.
        centre.seance("home")
        if place == 0 {
            centre.connection("k", of: "home", calls: ["gone"])
            centre.event("call_delete", #""id":"gone""#)
        } else {
            centre.event("call_create", #""id":"gone","state":"talk""#)
            centre.event("call_delete", #""id":"gone""#)
        }
        let event = centre.page(centre.query(.log, lines: 3)).rows.last?.id
        for number in 0..<10 {
            centre.event("call_create", #""id":"c\#(number)""#)
            centre.event("call_delete", #""id":"c\#(number)""#)
        }
        for number in 0..<5000 { centre.event("call_create", #""id":"l\#(number)""#) }
        // No row is selected there, so the previous search is dropped.
        _ = centre.page(centre.query(.feed))
        centre.looksAPage(100)
        var query = centre.query(.log, lines: 3)
        query.anchor = event
        var page = centre.page(query)
        var pages = 1
        while page.isSearching, pages < 100 {
            #expect(page.selectedIndex.flatMap { page.rows[$0 - page.firstIndex].seance } == nil)
            page = centre.page(query)
            pages += 1
        }
        #expect(pages > 1 && pages < 100)
        let found = page.selectedIndex.flatMap { page.rows[$0 - page.firstIndex].seance }
        #expect((found?.kind == .seance) == (place == 0))
        #expect(page.progress == nil && !centre.page(query).isSearching, "what was found, or not, is remembered")
    }

    @Test("Live and remembered objects tell that they are in no seance", arguments: [true, false])
    func earlierLives(isLive: Bool) throws {
        let centre = try Centre()
        centre.seance("home")
        centre.connection("k", of: "home", calls: ["x"])
        centre.event("call_delete", #""id":"x""#)
        #expect(centre.page(centre.query(.log, lines: 3)).rows.last?.seance?.kind == .seance)
        centre.at += 1000
        centre.event("call_create", #""id":"x","state":"talk""#)
        if !isLive { centre.event("call_delete", #""id":"x""#) }
        centre.looksAPage(1)
        let page = centre.page(centre.query(.log, lines: 3))
        #expect(page.rows.last?.seance == nil && !page.isSearching)
    }

    /// Seances with one connection each that talks unrecorded.
    private static func centre() throws -> Centre {
        let centre = try Centre()
        for number in 0..<60 {
            centre.seance("s\(number)")
            centre.connection("k\(number)", of: "s\(number)", calls: ["\(number)"])
        }
        centre.at += 60_000
        centre.event("seance_update", #""id":"s0""#)
        return centre
    }
}
