import Testing

@testable import CCSState

/// The parents of calls and connections.
@Suite struct TreeTests {
    private func attach(_ seance: String, at: Int64) -> String {
        event("call_attach_to_seance", "idcall=c idseance=\(seance)", at: at)
    }

    private func link(_ connection: String, at: Int64) -> String {
        event("connection_link_call", "idconn=\(connection) idcall=c", at: at)
    }

    private func connect(_ connection: String, _ seance: String, at: Int64) -> String {
        event("connection_attach_to_seance", "idconn=\(connection) idseance=\(seance)", at: at)
    }

    /// The tree as text: `s(k(c))`. An object without a parent stands separately.
    private func tree(_ feed: TestFeed) throws -> String {
        func list(_ objects: JSON) -> String {
            objects.items.map { object in
                let inner = [list(object["connections"]), list(object["calls"])].filter { !$0.isEmpty }
                return (object["id"].string ?? "?") + (inner.isEmpty ? "" : "(\(inner.joined(separator: " ")))")
            }.joined(separator: " ")
        }
        return try ["seances", "connections", "calls"].map { list(try feed.part($0)) }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    private func tree(_ lines: [String]) throws -> String { try tree(TestFeed(lines)) }

    @Test func aCallHangsUnderItsConnectionThenItsSeanceThenNothing() throws {
        #expect(try tree([event("call_create", "id=c")]) == "c")
        #expect(try tree([attach("s", at: 1)]) == "s(c)")
        #expect(try tree([link("k", at: 1)]) == "k(c)")
        #expect(try tree([attach("s", at: 1), link("k", at: 2)]) == "s k(c)")
        #expect(try tree([attach("s", at: 1), link("k", at: 2), connect("k", "t", at: 3)]) == "s t(k(c))")
        #expect(try tree([connect("k", "s", at: 1), link("k", at: 2), attach("s", at: 0)]) == "s(k(c))")
    }

    @Test func aTieYieldsOnlyToOneThatIsNotOlder() throws {
        #expect(try tree([link("k1", at: 10), link("k2", at: 9)]) == "k1(c) k2")
        #expect(try tree([link("k1", at: 10), link("k2", at: 10)]) == "k1 k2(c)")
        #expect(try tree([link("k1", at: 10), link("k2", at: 11)]) == "k1 k2(c)")
        #expect(try tree([attach("s1", at: 10), attach("s2", at: 9)]) == "s1(c) s2")
        #expect(try tree([attach("s1", at: 10), attach("s2", at: 10)]) == "s1 s2(c)")
        #expect(try tree([connect("k", "s1", at: 10), connect("k", "s2", at: 9)]) == "s1(k) s2")
        #expect(try tree([connect("k", "s1", at: 10), connect("k", "s2", at: 10)]) == "s1 s2(k)")
        // A repeated link has the time of its newest event. An older event of the same link does not make it older.
        #expect(try tree([link("k1", at: 10), link("k1", at: 20), link("k2", at: 15)]) == "k1(c) k2")
        #expect(try tree([link("k1", at: 20), link("k1", at: 10), link("k2", at: 15)]) == "k1(c) k2")
        // The time of the link counts, not the newest event of the call.
        #expect(try tree([link("k1", at: 10), event("call_update", "id=c", at: 99), link("k2", at: 11)]) == "k1 k2(c)")
        // Links and attachments are independent.
        #expect(try tree([link("k", at: 10), attach("s", at: 5)]) == "s k(c)")
    }

    @Test func aConnectionThatEndsLetsGoOfItsCalls() throws {
        let feed = try TestFeed([attach("s", at: 1), link("k", at: 20)])
        feed.take(event("connection_link_call", "idconn=k idcall=d", at: 20))
        #expect(try tree(feed) == "s k(c d)")
        feed.take(event("connection_delete", "id=k", at: 5))
        #expect(try tree(feed) == "s(c) d")
        // Now an older link counts.
        #expect(feed.take(link("k2", at: 2)) == .applied)
        #expect(try tree(feed) == "s k2(c) d")
        #expect(feed.take(link("k3", at: 1)) == .applied)
        #expect(try tree(feed) == "s k2(c) k3 d")
        #expect(feed.take(link("k", at: 99)) == .late)
        // A new connection with the same id is another object.
        feed.take(event("connection_delete", "id=k2", at: 6))
        feed.take(event("connection_create", "id=k2", at: 7))
        #expect(try tree(feed) == "s(c) k2 k3 d")
    }

    @Test func aSeanceThatEndsLetsGoOfAll() throws {
        let feed = try TestFeed([attach("s", at: 1), link("k", at: 2), connect("k", "s", at: 3)])
        feed.take(event("call_attach_to_seance", "idcall=d idseance=s", at: 4))
        #expect(try tree(feed) == "s(k(c) d)")
        feed.take(event("seance_delete", "id=s", at: 0))
        #expect(try tree(feed) == "k(c) d")
        feed.take(event("connection_delete", "id=k", at: 0))
        #expect(try tree(feed) == "c d")
        #expect(feed.take(attach("t", at: -50)) == .applied)
        #expect(try tree(feed) == "t(c) d")
        feed.take(event("seance_create", "id=s", at: 9))
        #expect(try tree(feed) == "s t(c) d")
    }

    @Test func aCallThatEndsLeavesAndComesBackWithoutTies() throws {
        let feed = try TestFeed([attach("s", at: 1), link("k", at: 2), event("call_delete", "id=c", at: 3)])
        #expect(try tree(feed) == "s k")
        #expect(feed.take(link("k", at: 9)) == .late)
        #expect(feed.take(attach("s", at: 9)) == .late)
        feed.take(event("call_create", "id=c", at: 4))
        #expect(try tree(feed) == "s k c")
    }

    @Test func aConnectionAnewHasNoSeance() throws {
        let feed = try TestFeed([connect("k", "s", at: 1), event("connection_delete", "id=k", at: 2)])
        feed.take(event("connection_create", "id=k", at: 3))
        #expect(try tree(feed) == "s k")
        #expect(feed.take(connect("k", "s", at: 0)) == .applied)
        #expect(try tree(feed) == "s(k)")
    }

    @Test func aTransferMovesACall() throws {
        let feed = try TestFeed([
            connect("k1", "s1", at: 1), link("k1", at: 2), attach("s1", at: 2), connect("k2", "s2", at: 3),
            link("k2", at: 4),
        ])
        #expect(try tree(feed) == "s1(k1) s2(k2(c))")
        feed.take(event("connection_delete", "id=k2", at: 5))
        #expect(try tree(feed) == "s1(k1 c) s2")
        feed.take(attach("s2", at: 6))
        #expect(try tree(feed) == "s1(k1) s2(c)")
    }

    @Test func listsAreSortedByTheBytesOfIDs() throws {
        let ids = ["é", "a", "B", "aa", "10", "9", "a\u{FFFD}", "😀"]
        let feed = try TestFeed(ids.map { event("call_create", "id=\($0)") })
        let found = try feed.part("calls").items.compactMap { $0["id"].string }
        #expect(found == ["10", "9", "B", "a", "aa", "a\u{FFFD}", "é", "😀"])
        let domains = try TestFeed(["b", "B", "é", "10"].map { event("call_create", "id=c", in: $0) })
        #expect(try domains.snapshot()["domains"].items.compactMap { $0["domain"].string } == ["10", "B", "b", "é"])
    }
}
