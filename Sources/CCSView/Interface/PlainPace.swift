/// When pages are printed where each stays on the terminal for good. Times are milliseconds of a steady clock.
///
/// A list that is still worked at is asked for time and again until it is complete, or until the next page is due: in a fast feed it
/// may never be.
public struct PlainPace: Sendable {
    private let pause: Int64
    /// Before this nothing is printed.
    private var earliest: Int64
    /// After this a page is printed although its list is not complete.
    private var latest: Int64

    /// From now on, with so long from page to page.
    public init(pause: Int64, now: Int64) {
        self.pause = max(pause, FramePace.keys)
        (earliest, latest) = (now, now + self.pause)
    }

    /// How long to wait for another page in place of this one; nil where this one is to be printed.
    public func wait(isComplete: Bool, now: Int64) -> Int64? {
        if now >= earliest, isComplete || now >= latest { return nil }
        return untilAsked(isComplete: isComplete, now: now)
    }

    /// A page was printed: how long to wait until the next one is asked for.
    public mutating func notePrinted(isComplete: Bool, now: Int64) -> Int64 {
        earliest = now + pause
        // What was complete may be worked at anew, and has as much time for that.
        latest = earliest + (isComplete ? pause : 0)
        return untilAsked(isComplete: isComplete, now: now)
    }

    private func untilAsked(isComplete: Bool, now: Int64) -> Int64 {
        isComplete ? max(0, earliest - now) : FramePace.keys
    }
}
