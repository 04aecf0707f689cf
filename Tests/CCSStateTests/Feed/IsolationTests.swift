import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// The state of a domain never contains facts of another one.
@Suite struct IsolationTests {
    private func lines(seed: UInt64, count: Int, domain: String) -> [String] {
        var chaos = ChaoticFeed(seed: seed, domains: [domain])
        return (0..<count).map { _ in chaos.next() }
    }

    /// Merges two lists. Each keeps its order.
    private func interleaved(_ one: [String], _ two: [String], _ random: inout SeededGenerator) -> [String] {
        var (all, left, right) = ([String](), one[...], two[...])
        while let next = left.first ?? right.first {
            if let other = right.first, left.isEmpty || random.once(in: 2) {
                all.append(other)
                right.removeFirst()
            } else {
                all.append(next)
                left.removeFirst()
            }
        }
        return all
    }

    private func domain(_ name: String, of feed: TestFeed) throws -> JSON? {
        try feed.snapshot()["domains"].items.first { $0["domain"] == .text(name) }
    }

    @Test(arguments: 0..<20) func anotherDomainsEventsChangeNothing(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let mine = lines(seed: seed, count: 300, domain: "sales")
        // The same ids in another domain.
        let theirs = lines(seed: seed + 1, count: 300, domain: "private")
        let alone = try TestFeed(mine)
        let together = try TestFeed(interleaved(mine, theirs, &random))
        #expect(try domain("sales", of: together) == domain("sales", of: alone))
        #expect(try domain("private", of: together) == domain("private", of: TestFeed(theirs)))
    }

    /// With room for one domain, each takes over the memory of the previous one.
    @Test(arguments: 0..<20) func aDomainHasNothingOfTheOneWhoseMemoryItTakes(_ seed: UInt64) throws {
        var limits = Limits()
        limits.domains = 1
        let feed = try TestFeed(.init(), limits: limits)
        var memory: Set<ObjectIdentifier> = []
        for turn in 0..<6 {
            let name = "tenant\(turn)"
            // A domain begins with a valid event, because at the limit a refused line does not evict another domain.
            let mine =
                [event("call_create", "id=first", in: name)]
                + lines(seed: seed * 6 + UInt64(turn), count: 40, domain: name).filter { $0.contains(name) }
            let alone = try TestFeed(.init(), limits: limits)
            for line in mine {
                feed.take(line)
                alone.take(line)
            }
            #expect(try domain(name, of: feed) == domain(name, of: alone))
            let (kept, new) = (try feed.domain(name), try alone.domain(name))
            #expect(kept.logLines == new.logLines && kept.evictions == new.evictions && kept.textUse == new.textUse)
            #expect(kept.lags.median == new.lags.median && kept.peaks == new.peaks && kept.heldBack == new.heldBack)
            let types = kept.eventsByType.indices
            #expect(types.allSatisfy { kept.eventsByType[$0] == new.eventsByType[$0] })
            for rate in Rate.allCases { #expect(kept.rates.peak(rate) == new.rates.peak(rate)) }
            try feed.checkInvariants()
            memory.insert(ObjectIdentifier(kept))
        }
        #expect(memory.count == 1)
    }

    @Test func aDomainThatIsStillLookedAtKeepsItsMemory() throws {
        var limits = Limits()
        limits.domains = 1
        let feed = try TestFeed(.init(), limits: limits)
        feed.take(event("call_create", "id=c", in: "first"))
        let (first, log) = (try feed.domain("first"), try feed.domain("first").log)
        feed.take(event("call_create", "id=d", in: "second"))
        #expect(first.name == "first" && first.logLines.count == 1)
        let secondLog = try feed.domain("second").log
        feed.take(event("call_create", "id=e", in: "third"))
        #expect(log.line(1) { String(decoding: $0, as: UTF8.self).contains("first") } == true)
        #expect(secondLog.line(1) { String(decoding: $0, as: UTF8.self).contains("second") } == true)
    }

    @Test(arguments: 0..<20) func ofOtherDomainsNothingIsKept(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let mine = lines(seed: seed, count: 200, domain: "sales").filter { $0.contains("\"domain\":\"sales\"") }
        let theirs = lines(seed: seed + 1, count: 200, domain: "private")
            .filter { $0.contains("\"domain\":\"private\"") && $0.contains("\"n\":") }
            .map { $0.replacing("\"v", with: "\"hush").replacing("\"n\":", with: "\"n\":\"hush\",\"m\":") }
        let feed = try TestFeed(.init(onlyDomain: "sales"))
        for line in interleaved(mine, theirs, &random) { feed.take(line) }
        #expect(feed.counts[.otherDomain] == theirs.count)
        let alone = try TestFeed(.init(onlyDomain: "sales"))
        for line in mine { alone.take(line) }
        #expect(feed.domainCount == 1)
        #expect(try feed.snapshot()["domains"] == alone.snapshot()["domains"])
        let kept = try feed.domain()
        #expect(try kept.textUse == alone.domain().textUse)
        let texts =
            kept.logLines + [String(decoding: feed.snapshotBytes, as: UTF8.self)]
            + Verdict.allCases.flatMap { feed.facts.samples($0).map { "\($0.text) \($0.reason)" } }
        #expect(texts.allSatisfy { !$0.contains("hush") && !$0.contains("private") })
        #expect(feed.facts.otherDomains.isEmpty)
    }

    @Test(arguments: 0..<20) func theOrderOfIndependentObjectsDoesNotMatter(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Each family of a seance, a connection and two calls keeps its order. The families are merged in any order.
        let families = (0..<12).map { family in
            let (s, k, c) = ("idseance=s\(family)", "idconn=k\(family)", "idcall=c\(family)")
            return [
                event("seance_create", "\(s) from=\(family)", at: 1), event("call_create", "\(c) state=early", at: 2),
                event("call_attach_to_seance", "\(c) \(s)", at: 3), event("connection_create", k, at: 4),
                event("connection_link_call", "\(k) \(c)", at: 5),
                event("connection_attach_to_seance", "\(k) \(s)", at: 6),
                event("connection_link_call", "\(k) idcall=d\(family)", at: 7),
                event("call_set_state", "\(c) state=up", at: 8),
                event("connection_start_record", k, at: 9), event("seance_set_next_number", "\(s) number=7", at: 10),
                event("connection_delete", k, at: 11), event("call_delete", c, at: 12),
            ].prefix(4 + family)
        }
        let inOrder = try TestFeed(families.flatMap { $0 })
        var left = families.map { $0[...] }
        let shuffled = try TestFeed()
        while !left.isEmpty {
            let family = random.below(left.count)
            if let line = left[family].popFirst() { shuffled.take(line) } else { left.remove(at: family) }
        }
        #expect(try shuffled.snapshot() == inOrder.snapshot())
    }

    /// Two encodings of an accent are equal strings in Swift, but two domains in a feed.
    @Test func namesThatLookAlikeAreTwoDomains() throws {
        let (one, two) = ("caf\u{E9}", "cafe\u{301}")
        let feed = try TestFeed([
            event("call_create", "id=a", in: one), event("call_create", "id=b", in: two),
            event("call_create", "id=c", in: two),
        ])
        #expect(try feed.domain(one).liveCounts.calls == 1)
        #expect(try feed.domain(two).liveCounts.calls == 2)
    }

    @Test func fewNamesOfOtherDomainsAreKept() throws {
        let feed = try TestFeed(.init(onlyDomain: "sales"))
        for number in 0..<50 { feed.take(event("call_create", "id=c", in: "d\(number)")) }
        #expect(feed.facts.otherDomains.count == 16 && feed.counts[.otherDomain] == 50)
    }

    @Test func anotherDomainsEventShowsThatTheFeedLives() throws {
        let feed = try TestFeed(.init(onlyDomain: "sales"))
        feed.take(event("call_create", "id=c"), arrival: start)
        feed.take(event("call_create", "id=c", in: "private"), arrival: start + 20_000)
        #expect(feed.facts.lastArrival == start + 20_000)
    }

    @Test func aNamelessDomainIsTheFeeds() throws {
        let feed = try TestFeed(.init(feedDomain: "mine"))
        let line = event("call_create", "id=c").replacing("\"domain\":\"sales\",", with: "")
        #expect(feed.take(line) == .applied)
        #expect(feed.take(event("call_delete", "id=c", at: 1, in: "mine")) == .applied)
        #expect(try feed.snapshot().at("domains.0.domain") == "mine")
    }
}
