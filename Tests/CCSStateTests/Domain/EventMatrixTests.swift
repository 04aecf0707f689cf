import CCSEvents
import Testing

@testable import CCSState

/// Every type of event in every situation: its verdict, and the number of live objects after it.
@Suite struct EventMatrixTests {
    struct Row: Sendable, CustomStringConvertible {
        let type: EventType
        var description: String { type.name }
        var row: EventType.Row { type.row }
        var isFailure: Bool { row.subject == nil }
        /// Whether it cannot create an object.
        var isFromTheEnd: Bool { row.action == .delete || row.action == .finishRecord }
    }

    static let rows = EventType.allCases.map { Row(type: $0) }

    private static let ids: [EventType.Subject: String] = [
        .call: "idcall=c", .connection: "idconn=k", .seance: "idseance=s",
    ]
    private static let plural: [EventType.Subject: String] = [
        .call: "calls", .connection: "connections", .seance: "seances",
    ]

    private func line(_ row: Row, at: Int64, _ more: String = "") -> String {
        let kinds = [row.row.subject, row.row.other].compactMap { $0 }
        return event(row.type.name, kinds.compactMap { Self.ids[$0] }.joined(separator: " ") + more, at: at)
    }

    private func event(_ kind: EventType.Subject, _ action: String, at: Int64) -> String {
        CCSStateTests.event("\(kind)_\(action)", Self.ids[kind] ?? "", at: at)
    }

    private func event(_ type: String, _ data: String, at: Int64) -> String { CCSStateTests.event(type, data, at: at) }

    private func live(_ feed: TestFeed) throws -> [EventType.Subject: Int] {
        let counts = try feed.domain().liveCounts
        return [.call: counts.calls, .connection: counts.connections, .seance: counts.seances].filter { $0.value > 0 }
    }

    private func born(_ row: Row) -> [EventType.Subject: Int] {
        guard !row.isFromTheEnd else { return [:] }
        return Dictionary(uniqueKeysWithValues: [row.row.subject, row.row.other].compactMap { $0 }.map { ($0, 1) })
    }

    @Test(arguments: rows) func aboutAnIDNeverSeen(_ row: Row) throws {
        let feed = try TestFeed()
        #expect(feed.take(line(row, at: 10)) == (row.isFromTheEnd ? .orphan : .applied))
        #expect(try live(feed) == born(row))
        #expect(try feed.part("at") == .integer(start + 10))
        let created = try feed.part("created")
        for (kind, name) in Self.plural {
            #expect(created[name] == (born(row)[kind] == 1 ? 1 : 0))
            for object in try feed.part(name).items {
                #expect(object["partial"] == .bool(row.row.action != .create || row.row.subject != kind))
                #expect(object["createdAt"] == (object["partial"] == true ? .null : .integer(start + 10)))
            }
        }
    }

    @Test(arguments: rows) func aboutALiveObject(_ row: Row) throws {
        for at: Int64 in [20, 10, 5] {
            guard let kind = row.row.subject else { continue }
            let feed = try TestFeed([event(kind, "create", at: 10)])
            #expect(feed.take(line(row, at: at, " x=y")) == .applied, "\(at)")
            var expected = born(row)
            if row.row.action == .finishRecord { expected[kind] = 1 }
            #expect(try live(feed) == expected)
            #expect(try feed.part("at") == .integer(start + max(10, at)))
        }
    }

    @Test(arguments: rows) func repeated(_ row: Row) throws {
        let feed = try TestFeed()
        let once = line(row, at: 10)
        feed.take(once)
        let before = try feed.snapshot()["domains"]
        #expect(feed.take(once) == .duplicate)
        #expect(feed.take(once + "\r") == .duplicate)
        #expect(try feed.snapshot()["domains"] == before)
        // With one more blank, it is a different line.
        #expect(feed.take(once + " ") != .duplicate)
    }

    @Test(arguments: rows) func aboutAnEndedObject(_ row: Row) throws {
        for at: Int64 in [10, 20, 30] {
            guard let kind = row.row.subject else { continue }
            let setups = [
                [event(kind, "create", at: 10), event(kind, "delete", at: 20)], [event(kind, "delete", at: 20)],
            ]
            for setup in setups {
                let feed = try TestFeed(setup)
                let revives = row.row.action == .create && at > 20
                let verdict: Verdict = revives || row.row.action == .finishRecord ? .applied : .late
                #expect(feed.take(line(row, at: at, " x=y")) == verdict, "\(at)")
                #expect(try live(feed) == (revives ? [kind: 1] : [:]))
                #expect(try feed.part("at") == .integer(start + max(20, at)))
            }
        }
    }

    @Test(arguments: rows) func aboutALiveObjectAndAnEndedOne(_ row: Row) throws {
        guard let subject = row.row.subject, let other = row.row.other else { return }
        for at: Int64 in [5, 20, 30] {
            let feed = try TestFeed([event(subject, "create", at: 10), event(other, "delete", at: 20)])
            let before = try feed.part(Self.plural[subject] ?? "")
            #expect(feed.take(line(row, at: at, " state=x")) == .late)
            #expect(try feed.part(Self.plural[subject] ?? "") == before)
            #expect(try live(feed) == [subject: 1])
            let fresh = try TestFeed([event(other, "delete", at: 20)])
            #expect(fresh.take(line(row, at: at)) == .late)
            #expect(try live(fresh) == [:])
        }
    }

    @Test(arguments: rows) func withoutItsIDs(_ row: Row) throws {
        let feed = try TestFeed()
        let bare = event(row.type.name, "x=y", at: 10)
        #expect(feed.take(bare) == (row.isFailure ? .applied : .malformed))
        #expect(feed.take(bare) == .duplicate)
        let wrong = event(row.type.name, "x=y idcall=\(String(repeating: "c", count: 513))", at: 10)
        #expect(feed.take(wrong) == .malformed)
        if !row.isFailure { #expect(try feed.snapshot()["domains"] == []) }
    }

    @Test(arguments: rows) func eachKindHasIDsOfItsOwn(_ row: Row) throws {
        guard row.row.subject != nil, row.row.other == nil else { return }
        // The same id has ended as an object of the other two kinds.
        let others = EventType.Subject.allCases.filter { $0 != row.row.subject }
        let feed = try TestFeed(others.map { event("\($0)_delete", "id=same", at: 50) })
        #expect(feed.take(event(row.type.name, "id=same", at: 10)) == (row.isFromTheEnd ? .orphan : .applied))
    }

    @Test(arguments: rows) func aFailureChangesNoObject(_ row: Row) throws {
        let feed = try TestFeed([line(row, at: 10)])
        let names = ["live", "created", "calls", "connections", "seances"]
        let before = try names.map { try feed.part($0) }
        #expect(feed.take(event("connection_failure", "idcall=c idconn=k idseance=s", at: 30)) == .applied)
        #expect(try names.map { try feed.part($0) } == before)
    }
}
