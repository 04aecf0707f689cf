package import CCSEvents

/// How it stands with a number to which too many attempts failed.
package enum FailingStatus {
    /// Too many fail now.
    case open(Anomaly)
    /// No more.
    case over
}

extension Domain {
    /// Calls `body` with the numbers to which too many attempts fail, and with those of which this is over. A number may come more
    /// than once; an open alarm comes last. Texts are valid until the next event. Cost: the alarms of numbers, and the episodes that
    /// are kept.
    package func forEachFailingNumber(_ body: (FeedText, FailingStatus) -> Void) {
        episodes?.forEach { episode in
            guard episode.detector == .failing, episode.subject == .number, !episode.hasLeft else { return }
            body(texts.text(episode.id), .over)
        }
        for (var number, anomaly) in failingNumbers {
            let id = number.withUTF8 { texts.find(FeedText(UnsafeRawBufferPointer($0))) }
            if id.isSome { body(texts.text(id), .open(anomaly)) }
        }
    }

    /// Attempts to a number in the last `seconds` (up to 900) of feed time, as far as they are remembered.
    package func attempts(to number: FeedText, last seconds: Int, now: Int64) -> Int {
        countedPlace(of: number).map { place in
            numberStats.counts(of: numberStats.entries[place], last: seconds, now: now).attempts
        } ?? 0
    }

    /// Seconds of the last `seconds` since the first event of the domain: what a window of that length holds.
    package func heard(last seconds: Int, now: Int64) -> Int {
        joinedAt.map { min(seconds, Int(clamping: max(0, now - $0) / 1000)) } ?? 0
    }
}
