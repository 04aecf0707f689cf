import CCSEvents
import Testing

@testable import CCSState

/// A connection from a picture of a PBX has a known beginning, but nobody can know whether it was recorded before.
@Suite struct UnheardRecordTests {
    private func talks(_ data: String) throws -> (feed: TestFeed, domain: Domain) {
        let feed = try TestFeed()
        feed.take(event("connection_create", "idconn=k state=dialog \(data)"), arrival: start)
        feed.take(event("connection_link_call", "idconn=k idcall=c"), arrival: start)
        feed.tick(wall: start + 60_000)
        return (feed, try feed.domain())
    }

    private func connection(_ domain: Domain) throws -> Connection {
        var found: Connection?
        domain.forEachConnection { found = $0 }
        return try #require(found)
    }

    @Test func itIsNotJudgedUnrecorded() throws {
        let (_, heard) = try talks("")
        #expect(heard.activeAnomalies.map(\.detector) == [.unrecorded])
        let (_, unheard) = try talks("unheard=record")
        #expect(unheard.activeAnomalies.isEmpty)
        #expect(unheard.judged(by: .unrecorded, isLive: true) == (0, 1))
        #expect(try connection(unheard).isRecordingUnconfirmed)
        #expect(try connection(unheard).createdAt == start)
    }

    @Test func aRecordThatStartsIsKnown() throws {
        let (feed, domain) = try talks("unheard=record")
        feed.take(event("connection_start_record", "idconn=k", at: 61_000), arrival: start + 61_000)
        #expect(try !connection(domain).isRecordingUnconfirmed)
        #expect(domain.confirmedRecordingCount == 1)
        try feed.checkInvariants()
    }
}
