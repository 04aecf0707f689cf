import CCSEvents

/// The live trees of one tenant, its history, its failures, its rates and its log.
///
/// ```
///   seance ──< connection ──< call        a call hangs under its live connection,
///      └───────────────────────< call     without one under its live seance, without either on its own
/// ```
///
/// One owner, no locks: whoever applies events reads as well. Ended objects keep their slots and their ties for as long as they
/// are kept at all, so the tree of an ended seance is still there; whether a parent counts is asked when reading
/// (``Call/connection`` and its like look for a living one), which makes an end cost the same whatever hung there.
public final class Domain {
    /// Its name as it came.
    public internal(set) var name: String

    var texts = TextPool()
    var calls: ObjectStore<CallRecord>
    var connections: ObjectStore<ConnectionRecord>
    var seances: ObjectStore<SeanceRecord>
    var callsOfConnections = Relation()
    var callsOfSeances = Relation()
    var connectionsOfSeances = Relation()
    var numbers = TextLists()
    var failures: FailureRing
    var history = History()
    var recentLines: RecentKeys<Bool>
    var checkUps = CheckUps()
    /// What is wrong.
    var anomalies = Anomalies()
    /// What was wrong and is over; nil until something is.
    var episodes: EpisodeStore?
    /// When stores were full; nil until one is.
    var limitLog: LimitLog?
    var numberStats: NumberStats
    /// What was measured.
    var measuring = MeasureStore()
    /// The second of feed time at which shares of failures were judged last.
    var failuresCheckedAt: Int64 = -1
    /// The second of the newest failure.
    var lastFailureAt: Int64 = -1
    /// Over which connections events come, of all domains.
    let stints: Stints
    /// Counts of objects by the connection that they were heard of over last (``Stints``).
    var heardOver = HeardByStint()
    /// Whether the event at hand confirmed an object or a fact.
    var hasConfirmed = false
    /// The feed time of the first event; nil before it.
    public internal(set) var joinedAt: Int64?
    /// Since when the windows count, where that is not ``joinedAt``: they were emptied.
    var windowsSince: Int64?
    /// Live seances whose caller waits, and since when.
    var waiting: [UInt32: Int64] = [:]
    /// Live seances whose caller waits as far as was heard, where that is not known.
    var unknownWaits: Set<UInt32> = []
    /// Live outbound seances that ring, and nobody talks yet.
    var outboundRinging = SlotBits()
    /// Live calls in no phase, by state.
    var otherStates: [TextID: Int] = [:]
    /// Where the search for unconfirmed objects goes on.
    var sweepAt = 0
    let detectors: DetectorSettings
    /// Which objects they are about.
    var detectorTests: DetectorTests
    let watches: Watches
    /// How much is kept.
    public let limits: Limits
    let phases: PhaseTable

    /// The feed time.
    var clock: DomainClock
    /// How late its last events were.
    public internal(set) var lags = RecentLags()
    /// Rates by the second.
    var rates = RateWindow()
    /// Its last events.
    public internal(set) var log: EventLog
    /// Events taken, by type.
    public internal(set) var eventsByType = InlineArray<19, Int>(repeating: 0)
    /// Live connections whose record runs, unconfirmed ones included.
    public internal(set) var recordingCount = 0
    /// Failures ever.
    public internal(set) var failureCount = 0
    /// The most seances, connections and calls that lived at once.
    public internal(set) var peaks = (seances: 0, connections: 0, calls: 0)
    var evicted = Evictions()
    /// Changes made by the event at hand.
    var changes: Changes = []
    /// Counts up with each ``follow()``: who followed before does no longer.
    var followers = 0
    /// Events until builds with assertions check the invariants again.
    var eventsUntilCheck = 64

    init(
        name: String, limits: Limits, phases: PhaseTable, detectors: DetectorPlan, stints: Stints,
        clock: ClockRule = .file
    ) {
        self.name = name
        self.clock = DomainClock(clock)
        self.limits = limits
        self.phases = phases
        self.stints = stints
        self.detectors = detectors.settings
        watches = detectors.watches
        detectorTests = DetectorTests(detectors.settings)
        calls = ObjectStore(endedRemembered: limits.endedIDs)
        connections = ObjectStore(endedRemembered: limits.endedIDs)
        seances = ObjectStore(endedRemembered: limits.endedIDs)
        recentLines = RecentKeys(capacity: limits.recentLines)
        failures = FailureRing(limit: limits.failures)
        log = EventLog(limits)
        numberStats = NumberStats(limit: limits.numbers)
    }

    /// What had to leave.
    public var evictions: Evictions {
        var all = evicted
        all.logLines = log.evicted
        all.failures = failureCount - failuresKept
        all.countedNumbers = numberStats.evicted
        all.episodes = episodes?.evicted ?? 0
        return all
    }

    /// Takes an event of this domain: nothing a feed can say fails, it gets a verdict. In a recording it is known whether it is a
    /// duplicate.
    func apply(_ event: borrowing Event, digest: Digest, arrival: Int64, isDuplicate: Bool?) -> Verdict {
        changes = []
        hasConfirmed = false
        // Remembered in a replay too, so that it shows the same; but whether it is a repetition the recording knows.
        let isRepeated = recentLines.add(digest, true) != nil
        if isDuplicate ?? isRepeated { return note(event, .duplicate, arrival: arrival) }
        guard event.hasItsIDs else { return .malformed }
        // Detectors that were due before this event judge the state before it.
        switch clock.take(event.at, arrival: arrival) {
        case .stays: break
        case .moves: advance(to: clock.newest)
        case .settles:
            settleClock()
            advance(to: clock.newest)
        case .holdsBack(let at):
            var taken = copy event
            taken.at = at
            return note(taken, take(taken), arrival: arrival)
        }
        return note(event, take(event), arrival: arrival)
    }

    /// Keeps the line of an event that was taken, and how late it was.
    private func note(_ event: borrowing Event, _ verdict: Verdict, arrival: Int64) -> Verdict {
        if texts.bytesInUse > limits.textBytes { makeRoomForTexts() }
        lags.record(arrival &- event.at)
        log.add(event, verdict: verdict, changes: changes)
        assert(isWhole())
        return verdict
    }

    private func take(_ event: borrowing Event) -> Verdict {
        if joinedAt == nil { joinedAt = event.at }
        eventsByType[Int(event.type.rawValue)] += 1
        rates.count(.events, at: event.at)
        switch event.row.action {
        case .fail:
            fail(event)
            return .applied
        case .delete:
            return delete(event)
        case .finishRecord:
            return finishRecord(event)
        case .tie:
            return tie(event)
        case .create, .update, .dtmf, .startRecord, .appendNumber:
            return update(event)
        }
    }
}
