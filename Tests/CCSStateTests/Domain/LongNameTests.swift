import CCSEvents
import Testing

@testable import CCSState

/// The name of a domain may be as long as a line, but the stored name is limited.
@Suite struct LongNameTests {
    private let long = String(repeating: "д", count: 300_000)

    @Test func isKeptInPartAndToldFromOthers() throws {
        let feed = try TestFeed([
            event("call_create", "idcall=a", in: long + "1"), event("call_create", "idcall=b", in: long + "2"),
            event("call_create", "idcall=c", in: long + "1"),
        ])
        let one = try feed.domain(long + "1")
        let two = try feed.domain(long + "2")
        #expect(one !== two && one.name != two.name)
        #expect(one.liveCounts.calls == 2 && two.liveCounts.calls == 1)
        for domain in [one, two] {
            #expect(domain.name.utf8.count <= 512 && domain.name.hasPrefix(long.prefix(200)))
            #expect(try feed.domain(domain.name) === domain, "it is found by what is shown of it, too")
        }
    }

    @Test func upToALimitIsKeptWhole() throws {
        let name = String(repeating: "x", count: 512)
        let feed = try TestFeed([event("call_create", "idcall=a", in: name)])
        #expect(try feed.domain(name).name == name)
        #expect(throws: (any Error).self) { try feed.domain(name + "x") }
    }

    @Test func evictedDomainsAreForgotten() throws {
        var limits = Limits()
        limits.domains = 2
        let feed = try TestFeed(.init(), limits: limits)
        for (at, name) in ["1", "2", "3", "1"].enumerated() {
            feed.take(event("call_create", "idcall=a n=\(at)", at: Int64(at), in: long + name))
        }
        #expect(feed.evictedDomains == 2 && feed.domainCount == 2)
        #expect(try feed.domain(long + "1").liveCounts.calls == 1)
        #expect(throws: (any Error).self) { try feed.domain(long + "2") }
    }
}
