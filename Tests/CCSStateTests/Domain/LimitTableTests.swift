import CCSEvents
import Testing

@testable import CCSState

/// Limits as the user writes them.
@Suite struct LimitTableTests {
    @Test func everyLimitHasARowOfItsOwn() {
        #expect(Set(Limits.table.map(\.name)).count == Limits.table.count)
        #expect(Set(Limits.table.map { $0.path as AnyKeyPath }).count == Limits.table.count)
        // The only limit in time is a separate setting.
        let amounts = Mirror(reflecting: Limits()).children.filter { $0.label != "unconfirmed" }
        #expect(amounts.count == Limits.table.count)
        for row in Limits.table { #expect(row.range.contains(Limits()[keyPath: row.path]), "\(row.name)") }
    }

    @Test func amountsAreTaken() throws {
        var limits = Limits()
        try limits.set("live=500k,log=64MiB,domains=7,texts=2GiB,ended=3M")
        #expect(limits.liveObjects == 500_000 && limits.logBytes == 64 << 20 && limits.domains == 7)
        #expect(limits.textBytes == 2 << 30 && limits.endedObjects == 3_000_000)
        var same = Limits()
        try same.set("")
        #expect(same == Limits())
    }

    @Test(arguments: Limits.table.map(\.name)) func writtenLimitsReadBack(_ name: String) throws {
        let row = try #require(Limits.row(name))
        for amount in [row.range.lowerBound, row.range.upperBound, Limits()[keyPath: row.path]] {
            var limits = Limits()
            try limits.set(name, Limits.text(amount, isBytes: row.isBytes))
            #expect(limits[keyPath: row.path] == amount)
        }
    }

    @Test func invalidLimitsAreRefused() {
        func failure(_ text: String) -> Limits.Failure? {
            var limits = Limits()
            do throws(Limits.Failure) { try limits.set(text) } catch { return error }
            return nil
        }
        #expect(failure("live") == .notAnAssignment("live"))
        #expect(failure("lives=3") == .unknown("lives"))
        for amount in ["", "x", "-1", "1.5", "3 k", "3kb", "99999999999999999999", "9999999999999G", "٣"] {
            #expect(failure("live=\(amount)") == .notAnAmount(amount, name: "live"), "\(amount)")
        }
        #expect(failure("live=1,domains=2,live=1") == .repeated(name: "live"))
        #expect(failure("live=0") == .outOfRange("0", name: "live"))
        #expect(failure("recent-lines=1023") == .outOfRange("1023", name: "recent-lines"))
        #expect(failure("failures=99") != nil)
        #expect(failure("lives=3")?.description.contains("seance-numbers") == true)
        #expect(failure("live=0")?.description.contains("1 to 100000000") == true)
    }

    @Test func useIsThatOfTheDomainThatUsesMost() throws {
        let feed = try TestFeed(.init())
        for number in 0..<5 { feed.take(event("call_create", "id=i\(number)", in: "a")) }
        for number in 0..<3 { feed.take(event("seance_create", "id=i\(number)", in: "b")) }
        feed.take(event("call_delete", "id=i0", in: "a"))
        let domains = try [feed.domain("a"), feed.domain("b")]
        func use(_ name: String) -> Int? { Limits.row(name)?.use?(domains) }
        #expect(use("live") == 4 && use("ended") == 1 && use("ended-ids") == 1 && use("domains") == 2)
        #expect(use("recent-lines") == 6 && use("members") == nil)
        #expect(use("log-all") == domains.reduce(0) { $0 + $1.log.bytesHeld })
    }
}
