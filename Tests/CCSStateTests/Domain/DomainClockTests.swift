import CCSTestSupport
import Testing

@testable import CCSState

@Suite struct DomainClockTests {
    private static let day: Int64 = 86_400_000
    private static let minute: Int64 = 60_000
    private static let latest: Int64 = 253_402_300_799_999

    /// Times in minutes after ``start``, and the clock after each.
    struct Row: CustomTestStringConvertible {
        var testDescription: String
        var minutes: [Int64]
        var clock: Int64
        var heldBack = 0
        var isConfirmed = true

        init(_ name: String, _ minutes: [Int64], clock: Int64, heldBack: Int = 0, isConfirmed: Bool = true) {
            testDescription = name
            (self.minutes, self.clock, self.heldBack, self.isConfirmed) = (minutes, clock, heldBack, isConfirmed)
        }
    }

    private static let far: Int64 = 5000
    private static let farther: Int64 = 9000

    static let rows = [
        Row("no wrong time", [0, 1, 2, 3], clock: 3),
        Row("times out of order", [2, 0, 3, 1], clock: 3),
        Row("fewer than three agree", [0, 1, 2], clock: 2, isConfirmed: false),
        Row("five minutes are not far", [0, 0, 0, 0, 5], clock: 5),
        Row("more than five minutes are far", [0, 0, 0, 0, 6], clock: 0, heldBack: 1),
        Row("one in the middle", [0, 1, 2, 3, far, 4, 5, 6], clock: 6, heldBack: 1),
        Row("one at the end", [0, 1, 2, 3, far], clock: 3, heldBack: 1),
        Row("three agree with it", [0, 0, 0, 0, far, far, far, far + 1], clock: far + 1, heldBack: 3),
        Row("two agree with it", [0, 0, 0, 0, far, far, far], clock: 0, heldBack: 3),
        Row(
            "three of the next ten agree", [0, 0, 0, 0, far, 1, 1, far, 1, 1, far, 1, 1, 1, far], clock: far,
            heldBack: 3),
        Row(
            "two of the next ten agree", [0, 0, 0, 0, far, 1, 1, far, 1, 1, far, 1, 1, 1, 1, far], clock: 1,
            heldBack: 4),
        Row("different wrong times", [0, 0, 0, 0, far, farther, 2 * far, 2 * farther, 1], clock: 1, heldBack: 4),
        Row("the newest that agrees", [0, 0, 0, 0, far, far + 5, far + 4, far - 5], clock: far + 5, heldBack: 3),
        Row("the first is wrong", [far, 0, 1, 2, 3], clock: 3, heldBack: 1),
        Row("the first two are wrong", [far, far, 0, 1, 2, 3], clock: 3, heldBack: 2),
        Row("the first three are wrong", [far, far, far, 0, 1, 2, 3], clock: 3, heldBack: 3),
        Row("four agree from the beginning", [far, far, far, far, 0, 1, 2, 3], clock: far),
        Row("the first two are wrong and differ", [far, farther, 0, 1, 2, 3], clock: 3, heldBack: 2),
        Row("the first is too old", [-far, 0, 1, 2, 3], clock: 3, heldBack: 3),
        Row("the second is wrong", [0, far, 1, 2, 3], clock: 3, heldBack: 1),
        Row("an old time does not set a confirmed clock back", [far, far, far, far, 0, 0, 0, 0, 0, 0], clock: far),
    ]

    @Test(arguments: rows) func aTimeMovesTheClockWhenOthersAgree(_ row: Row) {
        var clock = DomainClock(ClockRule(skew: 5 * Self.minute, addsElapsed: true))
        for minutes in row.minutes { _ = clock.take(start + minutes * Self.minute, arrival: 0) }
        #expect((clock.newest - start) / Self.minute == row.clock)
        #expect(clock.heldBack == row.heldBack)
        #expect(clock.isConfirmed == row.isConfirmed)
    }

    @Test func aNetworkExpectsTheTimeThatPassed() {
        var clock = DomainClock(.network)
        for _ in 0..<4 { _ = clock.take(start, arrival: 1000) }
        let hour = 60 * Self.minute
        #expect(clock.take(start + hour + 5 * Self.minute, arrival: 1000 + hour) == .moves)
        // The machine's clock went back, so no time passed.
        #expect(clock.take(start + 2 * hour, arrival: 0) == .holdsBack(at: start + hour + 5 * Self.minute))
    }

    @Test func aFileExpectsWhatItSays() {
        var clock = DomainClock(.file)
        for _ in 0..<4 { _ = clock.take(start, arrival: 0) }
        #expect(clock.take(start + Self.day, arrival: 0) == .moves)
        #expect(clock.take(start + 2 * Self.day + 1, arrival: 9 * Self.day) == .holdsBack(at: start + Self.day))
    }

    @Test func aHeldBackTimeIsTakenAsTheExpectedOne() {
        var clock = DomainClock(.network)
        for _ in 0..<4 { _ = clock.take(start, arrival: 0) }
        #expect(clock.take(Self.latest, arrival: 700) == .holdsBack(at: start + 700))
        #expect(clock.now(wall: 700) == start + 700)
    }

    @Test(arguments: [0, -1, .max] as [Int64]) func anyTimesAndArrivalsAreReckonedWith(_ arrival: Int64) {
        for times in [[0, Self.latest], [Self.latest, 0]] {
            var clock = DomainClock(ClockRule(skew: .max, addsElapsed: true))
            for step in 0..<40 { _ = clock.take(times[step % 2], arrival: step % 3 == 0 ? 0 : arrival) }
            #expect((0...Self.latest).contains(clock.now(wall: arrival)))
        }
    }

    /// Random times of a few eras, compared with the plain rule.
    @Test(arguments: 0..<400) func itIsAsTheRuleSays(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rule = ClockRule(skew: 5 * Self.minute, addsElapsed: random.once(in: 2))
        var clock = DomainClock(rule)
        var reference = ReferenceClock(skew: rule.skew, addsElapsed: rule.addsElapsed)
        var (era, arrival): (Int64, Int64) = (0, 0)
        let wrong = 1 + random.below(12)
        for step in 0..<400 {
            if random.once(in: 60) { era = Int64(random.below(7)) }
            arrival += random.once(in: 30) ? Int64(random.below(20)) * Self.minute - 60_000 : Int64(random.below(900))
            let shown = random.below(wrong) == 0 ? Int64(random.below(7)) : era
            let jitter = Int64(random.below(8)) * Self.minute / (random.once(in: 4) ? 1 : 100)
            let at = start + shown * 20 * Self.minute + (rule.addsElapsed ? max(0, arrival) : 0) + jitter
            let before = clock
            let (step_, must) = (clock.take(at, arrival: arrival), reference.take(at, arrival: arrival))
            #expect(clock.newest == reference.clock?.at, "seed \(seed), step \(step)")
            #expect(clock.heldBack == reference.heldBack && clock.isConfirmed == reference.isConfirmed)
            switch (step_, must) {
            case (.holdsBack(let at), .heldBack(let other)): #expect(at == other)
            case (.settles, .settled), (.stays, .taken), (.moves, .taken): break
            default: Issue.record("seed \(seed), step \(step): \(step_), and must be \(must)")
            }
            // A confirmed clock never goes back. The time of a held-back event becomes one between the clock and its own.
            if before.isConfirmed { #expect(clock.newest >= before.newest) }
            if case .holdsBack(let taken) = step_ { #expect(taken < at - rule.skew && taken >= clock.newest) }
        }
    }
}
