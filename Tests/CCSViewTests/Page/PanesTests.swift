import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct PanesTests {
    @Test("Failures stand with the latest first, with whom they were for, and open their seance even when it has ended")
    func failures() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.event("connection_failure", #""idseance":"a","code":486,"reason":"Busy","number":"1300""#)
        centre.at += 1000
        centre.event("connection_failure", #""code":503,"number":"1301""#)
        centre.event("seance_delete", #""id":"a""#)
        var query = centre.query(.failures)
        var page = centre.page(query)
        #expect(page.rows.suffix(2).map(\.id) == [.sequence(2), .sequence(1)])
        #expect(
            ["time", "ago", "code", "reason", "number"].map { page.cell(4, $0) } == [
                "00:00:01.000", "00:00:01", "486", "Busy", "1300",
            ])
        query.anchor = .sequence(1)
        page = centre.page(query)
        let key = try #require(page.rows[4].seance)
        query.view = .seance(key, .tree)
        #expect(centre.page(query).title?.string.hasPrefix("Seance a") == true)
    }

    @Test("Domains that are about equally bad keep their ranks for a while; a clearly worse one rises at once")
    func steady() throws {
        let centre = try Centre()
        func fail(_ domain: String, _ count: Int) {
            centre.domain = domain
            for call in 0..<count {
                centre.event("connection_failure", #""code":486,"idcall":"\#(domain) \#(centre.at) \#(call)""#)
            }
            for call in 0..<(100 - count) { centre.event("connection_create", #""id":"\#(centre.at) \#(call)""#) }
        }
        func order() -> [String?] {
            let page = centre.page(Query(domain: nil, view: .pane(.domains), lines: 10))
            return (0..<2).map { page.cell($0, "domain") }
        }
        centre.surroundings.wall = centre.at
        fail("left", 18)
        fail("right", 17)
        #expect(order() == ["left", "right"])
        // 200 attempts each, with 18 % and 20 % failures.
        centre.at += 5000
        centre.surroundings.wall = centre.at
        fail("left", 18)
        fail("right", 23)
        #expect(order() == ["left", "right"])
        centre.at += SteadyTroubles.patience
        centre.surroundings.wall = centre.at
        fail("left", 18)
        fail("right", 20)
        #expect(order() == ["right", "left"], "after a while small differences count")
        centre.at += 2000
        fail("left", 90)
        centre.at += 2000
        fail("left", 0)
        #expect(order() == ["left", "right"])
    }

    @Test("The log has every event in the order of arrival; a filter keeps its matches and adds new ones")
    func log() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.at -= 500
        centre.event("seance_set_state", #""id":"a","state":"hold""#)
        let page = centre.page(centre.query(.log))
        #expect(page.cell(1, "delta") == "0.500")
        #expect(page.rows[1].seance == centre.key("a"))
        #expect(page.sort == nil)
        centre.filters { _, _ in
            .test(
                RowTest { candidate, _ in
                    guard case .event(let item) = candidate else { return false }
                    return item.changed.contains("hold")
                })
        }
        var query = centre.query(.log)
        query.filter = "hold"
        #expect(centre.page(query).rows.map(\.id) == [.sequence(2)])
        centre.event("seance_create", #""id":"b","state":"hold""#)
        let more = centre.page(query)
        #expect(more.rows.map(\.id) == [.sequence(2), .sequence(3)])
        #expect(more.matched?.of == 3)
    }

    @Test("If no event of the domain came, the page says which events came")
    func notice() throws {
        let centre = try Centre(options: EventDecoder.Options(onlyDomain: "sales"))
        #expect(centre.page(centre.query(.seances)).notice == "No line has come yet")
        for (domain, count) in [("billing", 2), ("support", 3)] {
            centre.domain = domain
            for number in 0..<count { centre.seance("\(domain)\(number)") }
        }
        centre.domain = "sales"
        #expect(
            centre.page(centre.query(.seances)).notice == #"0 of 5 events are of "sales"; seen: support 3, billing 2"#)
        centre.seance("a")
        #expect(centre.page(centre.query(.seances)).notice == nil)
    }

    @Test("It reports lines without a domain and lines that are no events, with advice")
    func uselessLines() throws {
        func notices(_ lines: [String]) throws -> [String?] {
            try [nil, "sales"].map { domain in
                let centre = try Centre(options: EventDecoder.Options(onlyDomain: domain))
                for line in lines { centre.line(line) }
                let view = Query.View.pane(domain == nil ? .domains : .seances)
                return centre.page(Query(domain: domain, view: view, lines: 10)).notice?.string
            }
        }
        let nameless = #"{"class":"ccsevents","type":"seance_create","eventts":1732320000000,"data":{"id":"a"}}"#
        #expect(
            try notices([nameless, nameless + " "]) == [
                "2 lines name no domain: set it with --feed-domain NAME",
                #"No event of "sales" has come yet; 2 lines name no domain: set it with --feed-domain NAME"#,
            ])
        #expect(
            try notices(["[Match]", nameless]) == [
                "1 line names no domain: set it with --feed-domain NAME; 1 line is not an event",
                #"No event of "sales" has come yet; 1 line names no domain: set it with --feed-domain NAME; "#
                    + "1 line is not an event",
            ])
        #expect(try notices(["a", "b", "c"])[0] == "3 lines are not events")
    }

    @Test("The answer to a subscription is not a line that should have been an event")
    func onlyAnAnswer() throws {
        let centre = try Centre(options: EventDecoder.Options(onlyDomain: "nosuch"))
        centre.domain = "nosuch"
        centre.line(#"["subscribed",{"qid":1}]"#)
        #expect(centre.reducer.counts[.control] == 1)
        #expect(centre.page(centre.query(.seances)).notice == #"No event of "nosuch" has come yet"#)
    }

    @Test("The lag in the feed pane equals that of the header, the median of the last events, and has that name")
    func lagOfSeveral() throws {
        let centre = try Centre()
        centre.surroundings = Surroundings(source: "test", feed: .live(age: 0), wall: centre.at)
        for late in [100, 100, 9000] as [Int64] {
            centre.lateness = late
            centre.seance("late\(late)at\(centre.at)")
        }
        let page = centre.page(centre.query(.feed))
        let row = try #require(page.rows.first { $0.id == .fact("lag") })
        #expect(page.header.lag == 100)
        #expect(row.cells.contains { $0.text.string == "100ms" }, "\(row.cells)")
        #expect(row.cells.contains { $0.text.string.contains("median of the last 16 events") })
    }

    @Test("Lag is the median of the last events everywhere, and no other value has this name")
    func lagIsOneFigure() throws {
        let centre = try Centre()
        var sources = [SourceLine(number: 0, name: "a", feed: .live(age: 0), isLive: true)]
        sources.append(SourceLine(number: 1, name: "b", feed: .live(age: 0), isLive: true))
        for late in [100, 9000, 200] as [Int64] {
            centre.lateness = late
            centre.seance("late\(late)")
        }
        centre.surroundings = Surroundings(sources: sources, wall: centre.at)
        let page = centre.page(centre.query(.feed))
        #expect(page.header.lag == 200)
        let texts = page.texts.filter { $0.contains("lag") }
        #expect(texts.count == 2 && texts.allSatisfy { $0.contains("200ms") }, "\(texts)")
        #expect(page.texts.contains { $0.hasPrefix("95 % arrived within") })
        for pane in Pane.allCases { #expect(!ColumnTable.columns(of: pane).contains { $0.id == "lag" }) }
        #expect(throws: FilterError.self) {
            try Filter(parsing: "lag>5s", fields: ColumnTable.filterFields(of: .domains))
        }
        do { _ = try Filter(parsing: "lag>5s", fields: ColumnTable.filterFields(of: .domains)) } catch {
            #expect(error.message == "no field 'lag': is it ago?")
        }
    }

    @Test("Domains are rows of their own that open, and the header adds them up")
    func domains() throws {
        let centre = try Centre()
        for domain in ["support", "billing"] {
            centre.domain = domain
            centre.seance("a")
            centre.connection("k", of: "a", calls: ["c"])
        }
        centre.event("connection_failure", #""code":486"#)
        let page = centre.page(Query(domain: nil, view: .pane(.domains), lines: 10))
        #expect(page.rows.map(\.domain) == ["billing", "support"])
        #expect(page.cell(0, "failures") == "1/2")
        #expect(page.header.live.seances == 2)
        #expect(page.header.live.calls == 2)
        #expect(page.header.domains == 2)
        #expect(page.header.domain == nil)
    }

    @Test("The header has the numbers of its domain")
    func header() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.seance("b")
        centre.event("seance_delete", #""id":"b""#)
        centre.connection("k", of: "a", calls: ["c1", "c2"])
        centre.event("connection_start_record", #""id":"k""#)
        centre.event("connection_failure", #""code":486"#)
        centre.line("no event")
        let header = centre.page(centre.query(.calls)).header
        #expect(header.domain == "sales")
        #expect(header.now == centre.at)
        #expect(header.live == (1, 1, 2))
        #expect(header.peaks == (2, 1, 2))
        #expect(header.callsByPhase[.talking] == 2)
        #expect(header.failures == (1, 2))
        #expect(header.failureSeries == [0, 0, 0, 0, 0, 0, 0, 1])
        #expect(header.recording == 1)
        #expect(header.eventRates.tenSeconds == 1.3)
        #expect(header.eventSeries.reduce(0, +) == 13)
        #expect(header.newSeancesPerSecond == 0.2)
        #expect(header.lines == (14, 1))
        #expect(header.lag == nil)
        centre.surroundings.wall = centre.at + 80
        #expect(centre.page(centre.query(.calls)).header.lag == 0)
    }

    @Test("The worst domain comes first, and the titles show the sort order")
    func domainsByTrouble() throws {
        let centre = try Centre()
        let domains = ["alpha", "beta", "gamma", "delta"]
        for (domain, ringing) in zip(domains, [0, 1, 2, 0]) {
            centre.domain = domain
            for call in 0..<ringing { centre.event("call_create", #""id":"c\#(call)","state":"ringing""#) }
        }
        centre.at += 40_000
        for domain in domains {
            centre.domain = domain
            centre.seance("s")
            if domain == "delta" { centre.event("connection_failure", #""code":486"#) }
        }
        var query = Query(domain: nil, view: .pane(.domains), lines: 10)
        let page = centre.page(query)
        #expect(page.rows.map(\.domain) == ["gamma", "beta", "delta", "alpha"])
        let column = try #require(page.columns.first { $0.id == page.sort?.column })
        #expect(column.title == "WRONG" && page.sort?.descending == true)
        // Acknowledged anomalies do not count.
        let gamma = centre.reducer.state.domain(named: "gamma")
        for anomaly in gamma?.activeAnomalies ?? [] { gamma?.acknowledge(anomaly.serial) }
        #expect(centre.page(query).rows.map(\.domain) == ["beta", "delta", "alpha", "gamma"])
        query.filter = "wrong=2"
        #expect(centre.page(query).rows.map(\.domain) == ["gamma"], "a filter goes by what is shown")
    }

    @Test("A storm is shown for one domain and for all together, and so is a feed that is held back")
    func storm() throws {
        let centre = try Centre()
        let update = #""id":"c","name":"x"#
        for second in 0..<70 {
            centre.event("call_update", update + "\(second)\"")
            centre.at += 1000
        }
        #expect(centre.page(centre.query(.calls)).header.storm == nil)
        for number in 0..<2500 {
            centre.event("call_update", update + "\(number)\"")
            centre.at += 2
        }
        centre.surroundings.isBehind = true
        for query in [centre.query(.calls), centre.query(.domains)] {
            let header = centre.page(query).header
            #expect(try #require(header.storm).rate >= 250)
            #expect(header.isBehind)
        }
    }

    @Test("The feed has all buckets, which add up to its lines, samples without their values, and the types")
    func feed() throws {
        let centre = try Centre()
        centre.seance("a")
        centre.line("junk 4951234567")
        centre.line("")
        let page = centre.page(centre.query(.feed, lines: 200))
        let counts = Verdict.allCases.compactMap { verdict in
            page.rows.firstIndex { $0.id == .fact(verdict.name) }.flatMap { page.cell($0, "amount") }.flatMap {
                Int($0)
            }
        }
        #expect(counts.count == 12)
        #expect(counts.reduce(0, +) == 3)
        #expect(page.texts.contains { $0.contains("not JSON: xxxx 9999999999") })
        #expect(page.texts.contains { $0.contains("seance_create") })
        #expect(Set(page.rows.map(\.id)).count == page.rows.count)
        #expect(page.rows.first?.line != nil)
    }
}
