/// Where a replay is: recorded time, driven by a clock that never goes back. Both are milliseconds.
///
/// A pure value: the time comes in with every question.
public struct ReplayClock: Sendable {
    /// How fast it runs.
    public private(set) var speed: ReplaySpeed
    /// Whether it stands.
    public private(set) var isPaused = false
    /// Recorded time at ``since``; nil before the first line.
    private var position: Int64?
    private var since: Int64 = 0

    /// A clock that starts with the first line.
    public init(speed: ReplaySpeed) {
        self.speed = speed
    }

    /// Recorded time now; nil before the first line. At full speed it is where the last line was.
    public func position(now: Int64) -> Int64? {
        guard let position else { return nil }
        guard let factor = speed.factor, !isPaused else { return position }
        // What has been waited for so long is a machine that slept.
        return position + Int64((Double(max(0, now - since)) * factor).rounded(.down).clamped)
    }

    /// How long a line that came at `at` still has to wait: 0 or less for not at all, nil for as long as it is paused. Time that
    /// goes back is not waited for.
    public func wait(for at: Int64, now: Int64) -> Int64? {
        guard let current = position(now: now) else { return 0 }
        guard !isPaused else { return nil }
        guard let factor = speed.factor, at > current else { return 0 }
        return Int64((Double(at - current) / factor).rounded(.up).clamped)
    }

    /// A line that came at `at` was taken: at full speed, or in a step, the clock goes there.
    public mutating func took(_ at: Int64, now: Int64) {
        guard let current = position(now: now) else { return go(to: at, now: now) }
        if isPaused || speed.factor == nil { go(to: max(current, at), now: now) }
    }

    /// Sets it to a recorded time.
    public mutating func go(to at: Int64, now: Int64) { (position, since) = (at, now) }

    /// Stops it.
    public mutating func pause(now: Int64) {
        position = position(now: now)
        since = now
        isPaused = true
    }

    /// Lets it go on.
    public mutating func resume(now: Int64) {
        since = now
        isPaused = false
    }

    /// Changes how fast it runs, from here on.
    public mutating func setSpeed(_ speed: ReplaySpeed, now: Int64) {
        position = position(now: now)
        since = now
        self.speed = speed
    }
}

extension Double {
    /// Within what milliseconds can be.
    fileprivate var clamped: Double { Swift.min(Swift.max(self, 0), 1e15) }
}
