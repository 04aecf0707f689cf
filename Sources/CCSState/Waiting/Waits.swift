public import CCSEvents

/// Callers who wait.
public struct Waits: Sendable, Equatable {
    /// How many do for certain.
    public internal(set) var count = 0
    /// How many do as far as was heard: something was before ccs-top joined, or a gap may have changed it.
    public internal(set) var unknown = 0
    /// Since when the one of ``count`` does who waits longest, in milliseconds of feed time.
    public internal(set) var longestSince: Int64?

    init(count: Int = 0, unknown: Int = 0, longestSince: Int64? = nil) {
        (self.count, self.unknown, self.longestSince) = (count, unknown, longestSince)
    }
}

extension Domain {
    /// Callers who wait. Cost: a pass over their times; while a feed is lost, looking at each of them.
    public var waits: Waits {
        if !stints.hasLost {
            return Waits(count: waiting.count, unknown: unknownWaits.count, longestSince: waiting.values.min())
        }
        var waits = Waits()
        forEachWait { _, since in
            waits.count += 1
            waits.longestSince = min(waits.longestSince ?? .max, since)
        } unknown: { _ in
            waits.unknown += 1
        }
        return waits
    }

    /// The same by the number that they wait for, where one is known. Cost: those who wait.
    func waitsByNumber() -> [TextID: Waits] {
        var waits: [TextID: Waits] = [:]
        func count(_ seance: Int, _ change: (inout Waits) -> Void) {
            let number = waitsFor(seance)
            if number.isSome { change(&waits[number, default: Waits()]) }
        }
        forEachWait { seance, since in
            count(seance) {
                $0.count += 1
                $0.longestSince = min($0.longestSince ?? .max, since)
            }
        } unknown: { seance in
            count(seance) { $0.unknown += 1 }
        }
        return waits
    }

    /// How many outbound seances ring, and nobody talks yet. Unconfirmed ones do not count. Cost: the seances by 64, and these.
    package var outboundRingingCount: Int {
        var count = 0
        outboundRinging.forEach { seance in
            guard !stints.isLost(seances[seance].header.stint), let caller = firstCaller(of: seance),
                !isUncertain(calls[caller].header)
            else { return }
            count += 1
        }
        return count
    }

    /// Calls `body` with each seance that waits for certain and since when, and `unknown` with those of which it is not known.
    private func forEachWait(_ body: (Int, Int64) -> Void, unknown: (Int) -> Void) {
        for (slot, since) in waiting {
            let seance = Int(slot)
            guard !stints.isLost(seances[seance].header.stint), let caller = firstCaller(of: seance),
                !isUncertain(calls[caller].header)
            else {
                unknown(seance)
                continue
            }
            body(seance, since)
        }
        for slot in unknownWaits { unknown(Int(slot)) }
    }

    /// Calls `body` with the calls of a seance and of its connections, living or kept, at most so many.
    func forEachCall(of seance: Int, most: Int, _ body: (Int) -> Void) {
        var left = most
        var connection = connectionsOfSeances.first(of: seance)
        while let joined = connection, left > 0 {
            left -= 1
            var call = callsOfConnections.first(of: joined)
            while let slot = call, left > 0 {
                left -= 1
                body(slot)
                call = callsOfConnections.next(after: slot)
            }
            connection = connectionsOfSeances.next(after: joined)
        }
        var call = callsOfSeances.first(of: seance)
        while let slot = call, left > 0 {
            left -= 1
            body(slot)
            call = callsOfSeances.next(after: slot)
        }
    }
}

extension Seance {
    /// Since when its caller waits; nil where they do not.
    public var waitSince: Int64? {
        domain.firstCaller(of: slot) == nil ? nil : domain.seances[slot].wait.since.value
    }
    /// Whether that is known: not where something was before ccs-top joined, or where a gap may have changed it. Cost: the live calls
    /// of one connection, at most 64.
    public var isWaitKnown: Bool { !isUnconfirmed && domain.waitKnowledge(of: slot) == .known }
    /// The number that its caller waits for.
    public var waitsFor: FeedText { domain.texts.text(domain.waitsFor(slot)) }
    /// The number of the call that began to talk last, apart from the caller's; none where the first caller is not known. Cost: its
    /// calls, among the first 256.
    public var answeredBy: FeedText { domain.texts.text(lastAnswer.number) }

    /// Whether somebody else may have answered in a gap. Cost: that of ``answeredBy``, where there was a gap.
    package var isAnswerUnconfirmed: Bool {
        if isUnconfirmed { return true }
        guard let missed = domain.stints.missedUntil, heardAt < missed, missed < endedAt ?? .max else { return false }
        return lastAnswer.at < missed
    }

    private var lastAnswer: (number: TextID, at: Int64) {
        var (newest, number) = (Int64(-1), TextID.none)
        let record = domain.seances[slot]
        guard !record.header.isPartial, !record.header.stale.contains(.calls) else { return (.none, -1) }
        domain.forEachCall(of: slot, most: 256) { call in
            let other = domain.calls[call]
            guard other.header.serial != record.caller.serial, other.measure.talkedAt.orBefore > newest else { return }
            (newest, number) = (other.measure.talkedAt.orBefore, other.number)
        }
        return (number, newest)
    }
    /// The number that was dialled, as far as it was heard.
    public var dialled: FeedText { domain.texts.text(domain.seances[slot].dialled) }
}
