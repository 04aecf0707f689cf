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

    /// Failures and attempts of a number in 15 minutes of feed time, in stretches of ten seconds.
    package struct NumberCounts {
        /// Failures in the last minute, in 5 and in 15.
        package let failed: (minute: Int, five: Int, fifteen: Int)
        /// Attempts in 15 minutes.
        package let attempts: Int
        /// Whether these are all: the number did not leave and come back meanwhile.
        package let isWhole: Bool
    }

    /// The counts of a number; nil if ccs-top does not count this number, or no longer does.
    package func counts(of number: FeedText, now: Int64) -> NumberCounts? {
        guard let place = countedPlace(of: number) else { return nil }
        let entry = numberStats.entries[place]
        let windows = numberStats.counts(of: entry, last: [60, 300, 900], now: now)
        return NumberCounts(
            failed: (windows[0].failed, windows[1].failed, windows[2].failed), attempts: windows[2].attempts,
            isWhole: entry.wholeSince <= now - 900_000)
    }

    /// Seconds of the last `seconds` that were heard: since the first event of the domain, and not in a gap. With several feeds, all
    /// of them were connected.
    package func heard(last seconds: Int, now: Int64) -> Int {
        guard let joined = windowsSince ?? joinedAt else { return 0 }
        let from = max(joined, now - Int64(seconds) * 1000)
        return Int(clamping: max(0, now - from - stints.missedTime(from: from, to: now)) / 1000)
    }

    /// Whether a trend over the last `seconds` means something: they were heard, but for a short gap.
    package func hasTrend(last seconds: Int, now: Int64) -> Bool {
        guard let joined = windowsSince ?? joinedAt, joined <= now - Int64(seconds) * 1000 else { return false }
        return heard(last: seconds, now: now) >= seconds * 14 / 15
    }
}
