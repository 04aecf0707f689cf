import CCSEvents

/// Judging shares of failures: those of the domain, and those to each number.
extension Domain {
    /// When shares of failures are judged next, while there are any in the window.
    var nextJudgement: Int64 {
        failuresCheckedAt < lastJudgement ? (failuresCheckedAt + 1) * 1000 : .max
    }

    /// The second after which no failure is left in the window; -1 before the first failure, and where failures are not judged.
    private var lastJudgement: Int64 {
        guard lastFailureAt >= 0, let seconds = failureSeconds else { return -1 }
        let last = lastFailureAt + seconds + NumberStats.stretch + 1
        return missedUntil.map { max(last, $0 / 1000 + seconds + 1) } ?? last
    }

    /// The end of the last gap, in feed time; nil where there was none, and where it ended more than an hour after the last failure:
    /// each second until then is judged.
    private var missedUntil: Int64? {
        guard let missed = stints.missedUntil, missed / 1000 <= lastFailureAt + 3600 else { return nil }
        return missed
    }

    /// Whether a feed was not connected at a time in the window over which failures are judged.
    var lacksFailures: Bool {
        guard let seconds = failureSeconds, let now = newestAt, stints.hasMissed else { return false }
        return stints.missedTime(from: now - seconds * 1000, to: now) > 0
    }

    /// The window over which failures are judged; nil where they are not.
    private var failureSeconds: Int64? {
        detectors[.failing].map { max(1, min($0 / 1000, Int64(RateWindow.seconds))) }
    }

    /// Judges the shares of failures at the end of each second that has passed, so that it is the same whether somebody watched
    /// meanwhile or not. Seconds after which no failure is left in the window need no look.
    func checkFailures(now: Int64) {
        let last = now / 1000
        defer { failuresCheckedAt = last }
        guard let seconds = failureSeconds else { return }
        var second = failuresCheckedAt + 1
        let end = min(last, lastJudgement)
        while second <= end {
            judgeFailures(at: second * 1000, Int(seconds))
            second += 1
        }
    }

    private func judgeFailures(at: Int64, _ seconds: Int) {
        let failed = rates.total(.failures, last: seconds, now: at - 1)
        let attempts = failed + rates.total(.connections, last: seconds, now: at - 1)
        // Events that were missed in the window may have been failures: then an alarm does not end.
        let isWhole = missedUntil ?? .min <= at - Int64(seconds) * 1000
        let key = AnomalyKey(detector: .failing, subject: .domain)
        if isFailing(failed, of: attempts) {
            anomalies.fire(key, since: at, at: at, share: (failed, attempts))
        } else if isWhole {
            endAnomaly(key, at: at)
        }
        for place in numberStats.failedLately(last: seconds, now: at - 1) {
            let entry = numberStats.entries[place]
            let (failed, attempts) = numberStats.counts(of: entry, last: seconds, now: at - 1)
            let isFailing = isFailing(failed, of: attempts)
            guard isFailing || entry.isFailing && isWhole else { continue }
            let key = AnomalyKey(detector: .failing, subject: .number(texts.text(entry.number).string))
            if isFailing {
                anomalies.fire(key, since: at, at: at, share: (failed, attempts))
            } else {
                endAnomaly(key, at: at)
            }
            numberStats.setFailing(place, isFailing)
        }
    }

    private func isFailing(_ failed: Int, of attempts: Int) -> Bool {
        attempts >= detectors.failureAttempts && Double(failed) > detectors.failureShare * Double(attempts)
    }
}
