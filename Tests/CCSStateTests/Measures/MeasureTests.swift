import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// Calls of a test, and the measures of the 15 minutes before a time after ``start``.
private struct Centre {
    let feed: TestFeed

    init(_ lines: [String] = []) throws {
        feed = try TestFeed(lines)
    }

    func take(_ type: String, _ data: String, at: Int64) { feed.take(event(type, data, at: at)) }

    func measures(last seconds: Int = 900, at: Int64 = 60_000) throws -> Measures {
        try feed.domain().measures(last: seconds, now: start + at)
    }

    func delays(at: Int64 = 60_000) throws -> Delays { try feed.domain().delays(last: 900, now: start + at) }

    /// A connection. Call `a` is its first call, and the others are called.
    func connect(_ id: String, _ calls: [String], at: Int64) {
        take("connection_create", "idconn=\(id) from=100 to=200", at: at)
        for (place, call) in calls.enumerated() {
            take("connection_link_call", "idconn=\(id) idcall=\(call)", at: at + Int64(place) + 1)
        }
    }
}

@Suite struct MeasureTests {
    @Test func overNothingThereIsNoRatio() throws {
        let centre = try Centre([event("seance_create", "idseance=s")])
        let measures = try centre.measures()
        #expect(measures.answerSeizureRatio == nil)
        #expect(measures.averageDuration == nil)
        #expect(try centre.delays().percentile(50) == nil)
        #expect(Measures().answerSeizureRatio == nil)
    }

    @Test func anAttemptIsDecidedWhenItIsAnsweredOrHasEnded() throws {
        let centre = try Centre()
        centre.connect("k", ["a", "b"], at: 0)
        #expect(try centre.measures().decided == 0)
        centre.take("call_set_state", "idcall=b state=talk", at: 5000)
        #expect(try centre.measures().decided == 1)
        #expect(try centre.measures().answered == 1)
        centre.connect("m", ["c", "d"], at: 6000)
        centre.take("connection_delete", "idconn=m", at: 9000)
        centre.take("connection_delete", "idconn=k", at: 15_000)
        #expect(try centre.measures().decided == 2)
        #expect(try centre.measures().answerSeizureRatio == 0.5)
        #expect(try centre.measures().averageDuration == 10_000)
        #expect(try centre.measures().talks == 1)
    }

    @Test func aFailureIsDecidedAtOnce() throws {
        let centre = try Centre()
        centre.take("connection_failure", "number=200 code=486", at: 0)
        #expect(try centre.measures().decided == 1)
        #expect(try centre.measures().answerSeizureRatio == nil)
        centre.take("connection_set_state", "", at: 0)
        centre.take("connection_create", "idconn=k", at: 500)
        centre.take("connection_update", "idconn=k state=dialog", at: 1000)
        #expect(try centre.measures().answerSeizureRatio == 0.5)
    }

    @Test func theFirstCallsTalkAnswersNothing() throws {
        let centre = try Centre()
        centre.connect("k", ["a", "b"], at: 0)
        centre.take("call_set_state", "idcall=a state=dialog", at: 100)
        centre.take("connection_delete", "idconn=k", at: 5000)
        #expect(try centre.measures().answerSeizureRatio == 0)
    }

    @Test func theFirstCallIsTheOneLinkedFirstByEventTime() throws {
        let centre = try Centre()
        centre.take("connection_create", "idconn=k", at: 5)
        centre.take("connection_link_call", "idconn=k idcall=b", at: 20)
        centre.take("call_set_state", "idcall=b state=talk", at: 3000)
        #expect(try centre.measures().answered == 0)
        centre.take("connection_link_call", "idconn=k idcall=a", at: 10)
        #expect(try centre.measures().answered == 1)
        centre.take("call_set_state", "idcall=b state=final", at: 7000)
        centre.take("connection_delete", "idconn=k", at: 8000)
        #expect(try centre.measures().averageDuration == 4000)
    }

    @Test func holdBetweenTwoTalksIsTalkTime() throws {
        let centre = try Centre()
        centre.connect("k", ["a", "b"], at: 0)
        for (state, at) in [("talk", 1000), ("hold", 3000), ("talk", 6000), ("hold", 9000)] as [(String, Int64)] {
            centre.take("call_set_state", "idcall=b state=\(state)", at: at)
        }
        centre.take("connection_delete", "idconn=k", at: 20_000)
        #expect(try centre.measures().averageDuration == 8000)
    }

    @Test func talkLearnedOfAfterTheEndStillCounts() throws {
        let centre = try Centre()
        centre.connect("k", ["a", "b"], at: 0)
        centre.take("connection_delete", "idconn=k", at: 10_000)
        #expect(try centre.measures().decided == 1)
        #expect(try centre.measures().answered == 0)
        centre.take("call_set_state", "idcall=b state=talk", at: 4000)
        let measures = try centre.measures()
        #expect((measures.decided, measures.answered, measures.talked) == (1, 1, 6000))
        // Its later events in another connection do not count.
        centre.take("call_set_state", "idcall=b state=final", at: 30_000)
        #expect(try centre.measures().talked == 6000)
    }

    @Test func aTalkThatGoesOnElsewhereEndsHereWhenItLeaves() throws {
        let centre = try Centre()
        centre.connect("k", ["a", "b"], at: 0)
        centre.take("call_set_state", "idcall=b state=talk", at: 1000)
        centre.connect("m", ["c"], at: 4000)
        centre.take("connection_link_call", "idconn=m idcall=b", at: 5000)
        centre.take("connection_delete", "idconn=k", at: 9000)
        centre.take("connection_delete", "idconn=m", at: 11_000)
        let measures = try centre.measures()
        #expect((measures.decided, measures.answered, measures.talks) == (2, 2, 2))
        #expect(measures.talked == 4000 + 6000)
    }

    @Test func forksLostAreNeitherFailuresNorThoseOfNoAnswer() throws {
        let centre = try Centre()
        centre.connect("k", ["a", "b", "c", "d"], at: 0)
        centre.take("connection_failure", "idcall=d number=300", at: 500)
        centre.take("call_delete", "idcall=d", at: 600)
        centre.take("call_delete", "idcall=c", at: 900)
        #expect(try centre.measures().forksLost == 0)
        centre.take("call_set_state", "idcall=b state=talk", at: 1000)
        #expect(try centre.measures().forksLost == 1)
        centre.connect("m", ["e", "f"], at: 2000)
        centre.take("call_delete", "idcall=f", at: 2500)
        centre.take("connection_delete", "idconn=m", at: 2600)
        #expect(try centre.measures().forksLost == 1)
        #expect(try centre.feed.domain().failureCount == 1)
    }

    @Test func aFailureToldAfterTheEndTakesTheForkBack() throws {
        let centre = try Centre()
        centre.connect("k", ["a", "b", "c"], at: 0)
        centre.take("call_set_state", "idcall=b state=talk", at: 1000)
        centre.take("call_delete", "idcall=c", at: 1100)
        #expect(try centre.measures().forksLost == 1)
        centre.take("connection_failure", "idcall=c number=300", at: 1050)
        centre.take("connection_failure", "idcall=c number=300", at: 1051)
        #expect(try centre.measures().forksLost == 0)
    }

    @Test func numbersHaveMeasuresOfTheirOwn() throws {
        let centre = try Centre()
        centre.take("connection_create", "idconn=k", at: 0)
        centre.take("connection_link_call", "idconn=k idcall=a", at: 1)
        centre.take("connection_link_call", "idconn=k idcall=b", at: 2)
        centre.take("call_set_state", "idcall=b state=talk", at: 1000)
        // The called number is known only now.
        centre.take("connection_update", "idconn=k to=200", at: 1500)
        centre.take("connection_delete", "idconn=k", at: 4000)
        centre.take("connection_failure", "number=200", at: 5000)
        let numbers = try centre.feed.domain().numbersShown(last: [900], now: start + 60_000)
        let found = numbers.first { $0.number.string == "200" }?.measures
        #expect(found?.answerSeizureRatio == 0.5)
        #expect(found?.averageDuration == 3000)
    }

    @Test func attemptsThatLeaveTheWindowDoNotCount() throws {
        let centre = try Centre()
        centre.connect("k", ["a", "b"], at: 0)
        centre.take("call_set_state", "idcall=b state=talk", at: 1000)
        #expect(try centre.measures(last: 60, at: 50_000).decided == 1)
        #expect(try centre.measures(last: 60, at: 70_000).decided == 0)
        #expect(try centre.measures(at: 899_000).decided == 1)
        #expect(try centre.measures(at: 901_000).answerSeizureRatio == nil)
        // It counts once in its window, also if it ends after the window.
        centre.take("connection_delete", "idconn=k", at: 2_000_000)
        let measures = try centre.measures(at: 2_000_000)
        #expect((measures.decided, measures.talks, measures.talked) == (0, 1, 1_999_000))
    }
}

@Suite struct DelayTests {
    private func delay(_ lines: [(String, String, Int64)]) throws -> Delays {
        let centre = try Centre(lines.map { event($0.0, $0.1, at: $0.2) })
        return try centre.delays()
    }

    @Test(arguments: Measure.outgoingWords + ["OUT", "Outgoing"]) func outgoingCallsHaveOne(word: String) throws {
        let delays = try delay([
            ("call_create", "idcall=b dir=\(word)", 0), ("call_set_state", "idcall=b state=ringing", 20),
            ("call_set_state", "idcall=b state=ringing", 25),
        ])
        #expect(delays.count == 1)
        #expect(delays.percentile(50) == 20)
    }

    @Test(
        arguments: [
            [("call_create", "idcall=b dir=in", 0), ("call_set_state", "idcall=b state=ringing", 20)],
            [("call_create", "idcall=b", 0), ("call_set_state", "idcall=b state=ringing", 20)],
            [("call_update", "idcall=b dir=out", 0), ("call_set_state", "idcall=b state=ringing", 20)],
            [("call_create", "idcall=b dir=out", 0), ("call_set_state", "idcall=b state=talk", 20)],
            [("call_create", "idcall=b dir=out", 0), ("call_set_state", "idcall=b state=trying", 20)],
            [("call_create", "idcall=b dir=out", 30), ("call_set_state", "idcall=b state=ringing", 20)],
        ] as [[(String, String, Int64)]]) func othersHaveNone(lines: [(String, String, Int64)]) throws
    {
        #expect(try delay(lines).count == 0)
    }

    @Test func statesOnTheWayAreNoRingingYet() throws {
        let delays = try delay([
            ("call_create", "idcall=b dir=out state=calling", 0), ("call_set_state", "idcall=b state=trying", 5),
            ("call_set_state", "idcall=b state=early", 30),
        ])
        #expect(delays.percentile(50) == 30)
    }

    @Test func lateEventsCorrectTheDelay() throws {
        let delays = try delay([
            ("call_set_state", "idcall=b state=ringing", 30), ("call_create", "idcall=b", 10),
            ("call_set_state", "idcall=b state=early", 25), ("call_update", "idcall=b dir=out", 40),
            ("call_create", "idcall=b n=2", 5),
        ])
        #expect(delays.count == 1)
        #expect(delays.percentile(95) == 20)
    }

    @Test func percentilesAreThoseOfASortedListToFourPercent() {
        var random = SeededGenerator(seed: 4)
        var window = DelayWindow()
        var delays: [Int64] = []
        for _ in 0..<5000 {
            let delay = Int64(random.below(1 << (1 + random.below(17))))
            delays.append(delay)
            window.count(UInt32(delay), at: Int64(random.below(900_000)))
        }
        delays.sort()
        for percent in [1, 10, 50, 90, 95, 99, 100] as [Double] {
            let exact = delays[max(0, Int((percent / 100 * 5000).rounded(.up)) - 1)]
            let found = window.delays(last: 900, now: 899_999).percentile(percent) ?? -1
            #expect(abs(found - exact) <= exact / 25)
        }
    }

    @Test func itIsOneHistogramAMinuteForFifteenMinutes() {
        var window = DelayWindow()
        window.count(7, at: 30_000)
        window.count(9, at: 61_000)
        #expect(window.delays(last: 60, now: 119_000).percentile(50) == 9)
        #expect(window.delays(last: 120, now: 119_000).count == 2)
        #expect(window.delays(last: 900, now: 900_001).count == 1)
        window.count(9, at: 61_000, takesBack: true)
        window.count(9, at: 61_000, takesBack: true)
        #expect(window.delays(last: 900, now: 119_000).count == 1)
        window.count(.max, at: 200_000_000_000)
        #expect(window.delays(last: 900, now: 200_000_000_000).percentile(50) ?? 0 > 250_000)
        window.count(1, at: 0)
        #expect(window.delays(last: 900, now: 200_000_000_000).count == 1)
    }
}
