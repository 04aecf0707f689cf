import CCSEvents
import CCSState
import CCSTestSupport
import Testing

@testable import CCSView

/// Lists are cached from page to page, and only changed objects are checked. For any feed and any clock, each page must
/// equal a page that is made from all objects.
@Suite("Cached lists")
struct KeptListTests {
    private static let filters: [Pane: [String]] = [
        .seances: [
            "", "", "state=talk", "age>3s", "since<=2s", "calls>1", "conn=0", "dtmf>0", "11", "ended", "recordage>=2s",
            "rec~.", "numbers~10", "not to~2 and age<10s", "\"1 →\"", "ready", "talk>2s", "unconfirmed", "wrong~.", "r",
        ],
        .connections: [
            "", "", "state=ring", "age>=2s", "calls=1", "recordage>1s", "2", "gone<2s", "ended", "seance=s1",
            "talk>=1s",
            "not unconfirmed", "wrong=R",
        ],
        .calls: [
            "", "", "dtmf>=1", "since>1s", "number=11", "seance~s", "talk", "ended and gone>1s", "connection!~.",
            "unconfirmed",
        ],
        .recording: ["", "", "status=running", "since>2s", "recorded<5s", "not ended", "10"],
        .anomalies: [
            "", "", "wrong=unrecorded", "severity=low", "since>20s", "since<=15s and not seen", "who~11", "s1",
            "count>1",
            "id=k1", "ended", "not ended", "fact", "gone<20s", "peak~.",
        ],
        .changes: [
            "", "", "ago<1m", "ago>=20s and change=ended", "change=began", "wrong=ringing or wrong=E", "who~1",
            "lasted>20s", "seen", "limit", "k1",
        ],
        .numbers: ["", "", "live>0", "number~1", "try1>1", "fail1>0", "talk>1s", "last<3s", "12"],
    ]

    @Test("A page equals a plain sort and filter of all objects", arguments: 0..<40)
    func same(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let centre = try Centre(limits: Self.limits(&random))
        let panes = Self.filters.keys.sorted { $0.rawValue < $1.rawValue }
        var query = centre.query(.seances, lines: 1000)
        let looks = random.below(3) == 0 ? 1 + random.below(6) : nil
        centre.looksAPage(looks)
        let isLive = random.below(2) == 0
        for step in 0..<100 {
            for _ in 0..<random.below(8) { Self.event(centre, &random) }
            if random.below(20) == 0 { centre.losesConnection() }
            if random.below(3) == 0 { Self.seesSome(centre, &random) }
            // Facts and the end of old episodes change only then.
            if random.below(40) == 0 { centre.at += 900_000 }
            if random.below(200) == 0 { centre.at += 24 * 3_600_000 }
            // The clock of a live feed runs on. The next event corrects it, so time goes back.
            centre.surroundings.wall =
                isLive ? centre.at + Int64(random.below(random.below(12) == 0 ? 60_000 : 7000)) : nil
            guard let domain = centre.reducer.state.domain(named: centre.domain) else { continue }
            if step == 0 || random.below(12) == 0 {
                let pane = random.one(of: panes)
                query = centre.query(pane, lines: 1000)
                query.filter = random.one(of: Self.filters[pane] ?? [""])
                query.opensAll = pane == .seances && random.below(3) == 0
                if random.below(4) > 0, let column = ColumnTable.columns(of: pane).randomElement(using: &random) {
                    query.sort = Query.Sort(column.id, descending: random.below(2) == 0)
                }
            }
            if query.view == .pane(.seances), random.below(6) == 0, let seance = Self.anySeance(domain, &random) {
                query.toggled.formSymmetricDifference([.object(seance)])
            }
            var page = centre.page(query)
            var pages = 1
            while page.progress != nil, pages < 5000 {
                page = centre.page(query)
                pages += 1
            }
            let plain = try PlainList(query, domain, centre.reducer.gaps, centre.surroundings)
            try #require(
                page.rows.map(\.id) == plain.rows,
                "seed \(seed) step \(step) \(query.view) sort \(String(describing: query.sort)) \(query.filter)")
            #expect(page.rowCount == plain.rows.count)
            #expect(page.matched?.count == plain.matched?.count)
            #expect(page.matched?.of == plain.matched?.of)
            if query.view == .pane(.recording) { #expect(page.notice?.string == plain.notice) }
            try Self.window(page, query, centre, &random)
        }
    }

    /// A window of a list has the same rows as the whole list, and the selected row keeps its line.
    private static func window(_ whole: Page, _ query: Query, _ centre: Centre, _ random: inout SeededGenerator) throws
    {
        guard whole.rowCount > 0 else { return }
        var query = query
        query.lines = 1 + random.below(4)
        let at = random.below(whole.rowCount)
        query.anchor = whole.rows[at].id
        query.anchorLine = random.below(query.lines)
        let page = centre.page(query)
        try #require(page.selectedIndex == at)
        #expect(page.rows.map(\.id) == whole.rows[page.firstIndex..<page.firstIndex + page.rows.count].map(\.id))
        #expect(page.rows.count == min(query.lines, whole.rowCount))
    }

    private static func limits(_ random: inout SeededGenerator) -> Limits {
        var limits = Limits()
        if random.below(3) == 0 { limits.endedObjects = 6 }
        if random.below(4) == 0 { limits.liveObjects = 8 }
        if random.below(4) == 0 { limits.membersOfSeance = 2 }
        if random.below(3) == 0 { limits.episodes = 4 }
        return limits
    }

    private static func anySeance(_ domain: Domain, _ random: inout SeededGenerator) -> ObjectKey? {
        var keys: [ObjectKey] = []
        domain.forEachSeance { keys.append($0.key) }
        return keys.randomElement(using: &random)
    }

    /// Acknowledges some anomalies, or takes that back.
    private static func seesSome(_ centre: Centre, _ random: inout SeededGenerator) {
        guard let domain = centre.reducer.state.domain(named: centre.domain) else { return }
        for anomaly in domain.activeAnomalies where random.below(4) == 0 {
            domain.acknowledge(anomaly.serial, random.below(3) > 0)
        }
    }

    private static func event(_ centre: Centre, _ random: inout SeededGenerator) {
        if random.below(3) == 0 { centre.at += Int64(random.below(10) == 0 ? random.below(40_000) : random.below(900)) }
        let before = centre.at
        if random.below(6) == 0 { centre.at -= Int64(random.below(3000)) }
        defer { centre.at = before }
        let seance = "s\(random.below(5))"
        let connection = "k\(random.below(6))"
        let call = "c\(random.below(9))"
        let state = random.one(of: ["ring", "ringing", "talk", "dialog", "hold", "Talk"])
        let (from, to) = ("1\(random.below(4))", "2\(random.below(3))")
        switch random.below(17) {
        case 0: centre.event("seance_create", #""id":"\#(seance)","state":"\#(state)","from":"\#(from)""#)
        case 1: centre.event("seance_update", #""id":"\#(seance)","to":"\#(to)""#)
        case 2: centre.event("seance_delete", #""id":"\#(seance)""#)
        case 3: centre.event("seance_set_next_number", #""id":"\#(seance)","number":"\#(from)""#)
        case 4:
            centre.event(
                "connection_create", #""id":"\#(connection)","state":"\#(state)","from":"\#(from)","to":"\#(to)""#)
        case 5: centre.event("connection_attach_to_seance", #""id":"\#(connection)","idseance":"\#(seance)""#)
        case 6, 7: centre.event("connection_link_call", #""id":"\#(connection)","idcall":"\#(call)""#)
        case 8: centre.event("connection_start_record", #""id":"\#(connection)""#)
        case 9: centre.event("connection_set_record_info", #""id":"\#(connection)","key":"x""#)
        case 10: centre.event("connection_delete", #""id":"\#(connection)""#)
        case 11: centre.event("connection_failure", #""idcall":"\#(call)","code":"486","number":"\#(to)""#)
        case 12: centre.event("call_create", #""id":"\#(call)","state":"\#(state)","number":"\#(from)","dir":"in""#)
        case 13: centre.event("call_set_state", #""id":"\#(call)","state":"\#(state)""#)
        case 14: centre.event("call_dtmf", #""id":"\#(call)","digit":"1""#)
        case 15: centre.event("call_attach_to_seance", #""id":"\#(call)","idseance":"\#(seance)""#)
        default: centre.event("call_delete", #""id":"\#(call)""#)
        }
    }

    @Test("Each page is right although another index follows the domain meanwhile")
    func twoFollow() throws {
        let centre = try Centre()
        for id in ["a", "b", "c"] { centre.seance(id) }
        guard var other = PageMaker(decoder: EventDecoder.Options()) else { throw OutOfMemory() }
        for id in ["d", "e"] {
            #expect(centre.page(centre.query(.seances)).rowCount == (id == "d" ? 3 : 4))
            centre.seance(id)
            let page = other.page(for: centre.query(.seances), in: centre.reducer, centre.surroundings)
            #expect(page.rowCount == (id == "d" ? 4 : 5))
        }
        #expect(centre.page(centre.query(.seances)).ids == ["a", "b", "c", "d", "e"])
    }

    @Test("An incomplete list says so, keeps the selected row in place, and a search waits for it")
    func spread() throws {
        let centre = try Centre()
        for number in 0..<50 { centre.seance("s\(number)") }
        centre.looksAPage(10)
        var query = centre.query(.seances, lines: 5)
        query.anchor = centre.key("s40").map { .object($0) }
        query.anchorLine = 2
        query.find = Query.Find("s7")
        let first = centre.page(query)
        #expect(first.progress == 20)
        #expect(first.found == nil)
        let line = try #require(first.selectedIndex) - first.firstIndex
        #expect(first.rows[line].copyText == "s40")
        var page = first
        for _ in 0..<5 { page = centre.page(query) }
        #expect(page.progress == nil)
        #expect(page.found == true)
        #expect(page.rows[try #require(page.selectedIndex) - page.firstIndex].copyText == "s7")
    }
}
