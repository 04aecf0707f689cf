import CCSEvents
import Testing

@testable import CCSState

/// Events with a wrong `eventts` among others: the screen stays as it is without them.
@Suite struct WrongTimeTests {
    private static let count = 600
    private static let latest: Int64 = 253_402_300_799_999 - start

    /// The position of wrong times: before the right event with this number.
    struct Wrong: CustomTestStringConvertible {
        var testDescription: String
        var times: [Int: [Int64]]

        init(_ name: String, _ times: [Int: [Int64]]) { (testDescription, self.times) = (name, times) }
    }

    static let wrong = [
        Wrong("first", [0: [latest]]),
        Wrong("second", [1: [latest]]),
        Wrong("in the middle", [300: [latest]]),
        Wrong("last", [count: [latest]]),
        Wrong("three equal ones first", [0: [latest, latest, latest]]),
        Wrong("three equal ones in the middle", [300: [latest, latest, latest]]),
        Wrong("different ones first", [0: [latest, latest / 2, latest / 3, latest / 4, latest / 5]]),
        Wrong(
            "every fourth",
            Dictionary(uniqueKeysWithValues: stride(from: 0, through: count, by: 3).map { ($0, [latest]) })),
        Wrong(
            "every second, all different",
            Dictionary(uniqueKeysWithValues: (0...count).map { ($0, [latest - Int64($0) * 200_000_000]) })),
        Wrong("first, too old", [0: [-start]]),
    ]

    private func feed(_ wrong: Wrong?, _ rule: ClockRule, _ type: String = "connection_failure") throws -> WatchedFeed {
        let feed = try WatchedFeed(only: .failing, clock: rule)
        for number in 0...Self.count {
            let arrival = Int64(number) * 100
            for (place, at) in (wrong?.times[number] ?? []).enumerated() {
                feed.take(line: event(type, "id=x number=9 x=\(place)-\(number)", at: at), arrival: arrival)
            }
            guard number < Self.count else { break }
            let data = "code=486 number=\(number % 3) x=\(number)"
            feed.take(line: event("connection_failure", data, at: Int64(number) * 100), arrival: arrival)
        }
        return feed
    }

    @Test(arguments: wrong, [ClockRule.file, .network])
    func failuresAreFoundWhereverItStands(_ wrong: Wrong, _ rule: ClockRule) throws {
        for type in ["connection_failure", "call_set_state", "call_delete", "connection_create"] {
            let feed = try feed(wrong, rule, type)
            let domain = try feed.domain()
            let now = domain.now(wall: nil)
            #expect(now == start + Int64(Self.count - 1) * 100)
            #expect(domain.isClockConfirmed && domain.heldBack >= 1)
            let subjects = Set(try feed.active().map(\.subject))
            for number in 0..<3 { #expect(subjects.contains(.number("\(number)")), "\(type)") }
            #expect(subjects.contains(.domain))
            // The windows start empty when the clock is set back.
            #expect(domain.rates.total(.failures, last: 60, now: now) >= Self.count - 8)
            // A held-back event at the end gets the time expected for its arrival.
            #expect(domain.latestTime <= now + 100)
        }
    }

    @Test func anomaliesIgnoreTheWrongTime() throws {
        let must = try feed(nil, .file).found
        #expect(try feed(Self.wrong[2], .file, "call_set_state").found == must)
    }

    /// Later events change the values that an event with a wrong time has set.
    @Test(arguments: [0, 1, 5]) func anObjectIsNotFrozen(_ place: Int) throws {
        let feed = try WatchedFeed()
        for number in 0..<20 {
            if number == place {
                feed.take(line: event("call_create", "id=a state=ringing", at: Self.latest), arrival: Int64(number))
            }
            feed.take(line: event("call_update", "id=b n=\(number)", at: Int64(number)), arrival: Int64(number))
        }
        let ringing = try #require(try feed.domain().call(named: "a"))
        #expect(ringing.stateSince.map { $0 <= start + 20 } == true && ringing.beganAt <= start + 20)
        feed.take(line: event("call_set_state", "id=a state=talk", at: 21), arrival: 21)
        let talking = try #require(try feed.domain().call(named: "a"))
        #expect(talking.state == FeedText("talk") && talking.stateSince == start + 21)
    }

    /// Times that were held back stay as they are when the clock moves to them later.
    @Test func timesBeforeTheClockMovesStay() throws {
        let feed = try WatchedFeed(clock: .file)
        for number in 0..<8 { feed.take("call_create", "id=c\(number) state=ringing", at: Int64(number) * 1000) }
        let far: Int64 = 10 * 86_400_000
        for number in 0..<5 {
            feed.take("call_set_state", "id=c\(number) state=talk", at: far + Int64(number) * 1000)
        }
        let domain = try feed.domain()
        #expect(domain.now(wall: nil) == start + far + 4000)
        #expect(domain.heldBack == 3)
        let since = try (0..<5).map { try #require(domain.call(named: "c\($0)")).stateSince }
        #expect(since == [7000, 7000, 7000, far + 3000, far + 4000].map { start + $0 })
    }

    /// A call whose first state has a wrong time is still found when it rings too long.
    @Test(arguments: [0, 5]) func itsTimersRun(_ place: Int) throws {
        let feed = try WatchedFeed(only: .ringing, threshold: 30_000)
        for number in 0..<20 {
            if number == place {
                feed.take(line: event("call_create", "id=a state=ringing", at: Self.latest), arrival: 0)
            }
            feed.take("call_update", "id=b n=\(number)", at: Int64(number))
        }
        feed.take("call_update", "id=b n=more", at: 29_000)
        #expect(try feed.active().isEmpty)
        feed.take("call_update", "id=b n=last", at: 31_000)
        #expect(try feed.active().map(\.detector) == [.ringing])
    }

    @Test func aClockThatIsAlwaysWrongShowsTheSame() throws {
        for shift in [-400, 4000] as [Int64] {
            let feed = try WatchedFeed(only: .failing, clock: .network)
            for number in 0..<100 {
                let line = event(
                    "connection_failure", "number=1 x=\(number)", at: shift * 86_400_000 + Int64(number) * 100)
                feed.take(line: line, arrival: Int64(number) * 100)
            }
            #expect(try feed.active().count == 2)
            #expect(try feed.domain().heldBack == 0)
        }
    }

    @Test func aSnapshotSaysHowManyTimesWereHeldBack() throws {
        #expect(try feed(Self.wrong[2], .file).snapshot().at("domains.0.heldBack") == 1)
        #expect(try feed(nil, .file).snapshot().at("domains.0.heldBack") == .missing)
    }
}

extension Domain {
    /// The latest time of all objects and failures, live or ended.
    var latestTime: Int64 {
        var latest: Int64 = 0
        func look<Record: ObjectRecord>(_ store: borrowing ObjectStore<Record>) {
            for slot in 0..<store.slots where store[slot].header.life != .free {
                let record = store[slot]
                for path in ObjectHeader.moments { latest = max(latest, record.header[keyPath: path].orBefore) }
                for path in Record.moments { latest = max(latest, record[keyPath: path].orBefore) }
            }
        }
        look(calls)
        look(connections)
        look(seances)
        for place in 0..<failuresKept { latest = max(latest, failure(place).at) }
        return latest
    }

    /// A call by its id, live or ended.
    fileprivate func call(named id: String) -> Call? {
        var found: Call?
        forEachCall { if $0.id.string == id { found = $0 } }
        return found
    }
}
