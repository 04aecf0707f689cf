/// A domain that leaves can serve under another name: making a new one takes some twenty allocations, and freeing it as many.
extension Domain {
    /// Events and bytes of texts and of lines up to which the memory of a domain serves again. A larger one gives its memory back.
    private static let fewEvents = 64
    private static let fewBytes = 16 << 10

    /// Whether it is small, and nobody has looked through its lists.
    var mayServeAgain: Bool {
        followers == 0 && lags.count <= Self.fewEvents && recentLines.count <= Self.fewEvents
            && heardOver.count <= Self.fewEvents && texts.bytesHeld <= Self.fewBytes && log.bytesHeld <= Self.fewBytes
    }

    /// Forgets all that it has and serves under another name, with the same settings.
    ///
    /// - Precondition: ``mayServeAgain``, and nobody else has it.
    func serve(_ name: String) {
        self.name = name
        texts.removeAll()
        calls.removeAll()
        connections.removeAll()
        seances.removeAll()
        recentLines.removeAll()
        checkUps.removeAll()
        clock.removeAll()
        rates.removeAll()
        // Somebody may still read the old log.
        if isKnownUniquelyReferenced(&log) { log.removeAll() } else { log = EventLog(limits) }
        heardOver.removeAll()
        // Most small domains have nothing of these.
        if !callsOfConnections.isEmpty { callsOfConnections = Relation() }
        if !callsOfSeances.isEmpty { callsOfSeances = Relation() }
        if !connectionsOfSeances.isEmpty { connectionsOfSeances = Relation() }
        if !detectorTests.isEmpty { detectorTests = DetectorTests(detectors) }
        if anomalies.changes != 0 { anomalies = Anomalies() }
        (episodes, limitLog) = (nil, nil)
        numbers = TextLists()
        failures = FailureRing(limit: limits.failures)
        history = History()
        numberStats = NumberStats(limit: limits.numbers)
        measuring = MeasureStore()
        lags = RecentLags()
        eventsByType = InlineArray(repeating: 0)
        (joinedAt, windowsSince) = (nil, nil)
        if !waiting.isEmpty { waiting = [:] }
        if !unknownWaits.isEmpty { unknownWaits = [] }
        if !outboundRinging.isEmpty { outboundRinging = SlotBits() }
        if !otherStates.isEmpty { otherStates = [:] }
        (failuresCheckedAt, lastFailureAt, sweepAt, recordingCount, failureCount) = (-1, -1, 0, 0, 0)
        peaks = (0, 0, 0)
        evicted = Evictions()
        changes = []
        eventsUntilCheck = 64
    }
}
