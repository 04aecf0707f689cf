import CCSEvents
import Testing

@testable import CCSState

/// The greeting of a feed.
@Suite struct GreetingTests {
    private let unnamed = event("call_create", "id=c").replacing(#","domain":"sales""#, with: "")

    private func greeting(_ members: String) -> String { "[\"connection_info_result\",{\"qid\":1,\(members)}]" }

    private func told(_ members: String) throws -> FeedGreeting? {
        let feed = try TestFeed()
        feed.take(greeting(members))
        return feed.takeFrames().lazy.compactMap { if case .greeting(_, let greeting) = $0 { greeting } else { nil } }
            .first
    }

    @Test func itsDomainIsThatOfEventsThatNameNone() throws {
        let feed = try TestFeed()
        #expect(feed.take(unnamed) == .noDomain)
        #expect(feed.take(greeting(#""domain":"support","token":"s3cr3t""#)) == .control)
        #expect(feed.take(unnamed) == .applied)
        #expect(try feed.domain("support").liveCounts.calls == 1)
    }

    @Test func fromTheNextLineOnInTheSamePiece() throws {
        let feed = try TestFeed()
        feed.take(bytes: Array((greeting(#""domain":"support""#) + "\n" + unnamed + "\n").utf8))
        #expect(feed.counts[.applied] == 1)
        #expect(feed.counts[.control] == 1)
    }

    @Test func theUsersFeedDomainWins() throws {
        let feed = try TestFeed(.init(feedDomain: "billing"))
        feed.take(greeting(#""domain":"support""#))
        feed.take(unnamed)
        #expect(feed.domainCount == 1)
        #expect(try feed.domain("billing").liveCounts.calls == 1)
    }

    @Test func ofOneSourceItSaysNothingAboutAnother() throws {
        let feed = try TestFeed()
        feed.take(greeting(#""domain":"support""#), source: 1)
        #expect(feed.take(unnamed, source: 0) == .noDomain)
        #expect(feed.take(unnamed, source: 1) == .applied)
    }

    @Test func aGreetingIsParsed() throws {
        let all = try told(#""domain":"support","timestamp":1732320000123,"capabilities":["rest","subscr"]"#)
        #expect(all?.domain == "support")
        #expect(all?.time == 1_732_320_000_123)
        #expect(all?.maySubscribe == true)
        #expect(try told(#""capabilities":["rest","subscription"]"#)?.maySubscribe == false)
        let none = try told(#""domain":7,"timestamp":"soon","capabilities":"subscr""#)
        #expect(none?.domain == nil)
        #expect(none?.time == nil)
        #expect(none?.maySubscribe == nil)
        #expect(try told("\"domain\":\"\(String(repeating: "x", count: 513))\"")?.domain == nil)
    }

    @Test func itsTokenIsKeptNowhere() throws {
        let feed = try TestFeed()
        feed.take(greeting(#""result":"ok","domain":"sales","token":"s3cr3t""#))
        #expect(!"\(feed.takeFrames())".contains("s3cr3t"))
        #expect(!"\(feed.facts)".contains("s3cr3t"))
        #expect(!String(decoding: feed.snapshotBytes, as: UTF8.self).contains("s3cr3t"))
    }
}
