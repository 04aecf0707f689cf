/// The position of a replay in recorded time, driven by a monotonic clock. Both are in milliseconds.
///
/// A pure value: every call passes the current time in.
public struct ReplayClock: Sendable {
    /// The current speed.
    public private(set) var speed: ReplaySpeed
    /// Whether the position stands still.
    public private(set) var isPaused = false
    /// Recorded time at ``since``; nil before the first line.
    private var position: Int64?
    private var since: Int64 = 0

    /// The position is set by the first line.
    public init(speed: ReplaySpeed) {
        self.speed = speed
    }

    /// Recorded time now; nil before the first line. At maximum speed it is the time of the last line.
    public func position(now: Int64) -> Int64? {
        guard let position else { return nil }
        guard let factor = speed.factor, !isPaused else { return position }
        // A wait beyond this bound means that the machine slept.
        return position + Int64((Double(max(0, now - since)) * factor).rounded(.down).clamped)
    }

    /// Milliseconds that a line recorded at `at` still has to wait. 0 or less: it is due. Nil: the replay is paused. A line
    /// whose time goes back is due at once.
    public func wait(for at: Int64, now: Int64) -> Int64? {
        guard let current = position(now: now) else { return 0 }
        guard !isPaused else { return nil }
        guard let factor = speed.factor, at > current else { return 0 }
        return Int64((Double(at - current) / factor).rounded(.up).clamped)
    }

    /// Notes that the line recorded at `at` was taken. At maximum speed, and in a single step, this moves the position.
    public mutating func took(_ at: Int64, now: Int64) {
        guard let current = position(now: now) else { return go(to: at, now: now) }
        if isPaused || speed.factor == nil { go(to: max(current, at), now: now) }
    }

    /// Jumps to a recorded time.
    public mutating func go(to at: Int64, now: Int64) { (position, since) = (at, now) }

    /// Stops the clock.
    public mutating func pause(now: Int64) {
        position = position(now: now)
        since = now
        isPaused = true
    }

    /// Starts the clock again.
    public mutating func resume(now: Int64) {
        since = now
        isPaused = false
    }

    /// Changes the speed from the current position on.
    public mutating func setSpeed(_ speed: ReplaySpeed, now: Int64) {
        position = position(now: now)
        since = now
        self.speed = speed
    }
}

extension Double {
    /// Bounded to a valid number of milliseconds.
    fileprivate var clamped: Double { Swift.min(Swift.max(self, 0), 1e15) }
}
