import CCSEvents
import CCSTestSupport
import Foundation
import Testing

@testable import CCSState

@Suite(.enabled(if: SharedFolder.exists(SharedFolder.feeds), "the recorded feeds are not beside the package"))
struct SharedFeedTests {
    private static let name = "asterisk-traces"

    private func check(_ expected: String, lines: Int? = nil, only: String? = nil) throws {
        var bytes = try SharedFolder.feed("\(Self.name).ndjson")
        if let lines {
            bytes = Array(
                bytes.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(lines).joined(separator: [0x0A]))
        }
        let must = try JSON(parsing: SharedFolder.feed("\(Self.name).\(expected).expected.json"))
        let feed = try TestFeed(.init(onlyDomain: only))
        feed.take(bytes: bytes)
        feed.finish()
        let snapshot = try feed.snapshot()
        #expect(must.isContained(in: snapshot), "\(firstDifference(snapshot, must, "") ?? "")")
        var reference = ReferenceReducer(only: only)
        for line in bytes.split(separator: 0x0A) { reference.take(Array(line)) }
        #expect(must.isContained(in: reference.snapshot), "\(firstDifference(reference.snapshot, must, "") ?? "")")
    }

    @Test func theWholeFileGivesItsSnapshot() throws { try check("all") }

    @Test(arguments: ["sales", "support"]) func soDoesEachDomain(_ domain: String) throws {
        try check(domain, only: domain)
    }

    @Test(arguments: ["sales", "support"]) func soDoTheFirstLines(_ domain: String) throws {
        try check("first600.\(domain)", lines: 600, only: domain)
    }
}
