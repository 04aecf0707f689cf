/// When the next frame is due: what data changes is shown at most once a frame's time, what a key changes at once.
///
/// A flood of keys (one held down, a pasted text) is shown 25 times a second, since nobody sees more and a slow line chokes
/// on it. Times are milliseconds of a steady clock.
public struct FramePace: Sendable {
    /// The least time between two frames that only data asks for.
    private let frame: Int64
    /// The least time between two frames that keys ask for, in milliseconds: also between two questions for a list that is still
    /// worked at, so that the feed has most of the time.
    public static let keys: Int64 = 40

    private var lastFrame: Int64?
    private var lastForKeys: Int64?
    private var lastDrawn: Int64?
    private var isUrgent = false
    /// Pages in a row whose list was not complete, since a key was pressed.
    private var slices = 0
    /// So many of them come as fast as keys ask: four seconds' worth, in which a million rows are put in order.
    static let hurriedSlices = 100

    /// A pace with so many milliseconds between two frames that only data asks for.
    public init(frame: Int64) {
        self.frame = frame
    }

    /// A key wants a frame.
    public mutating func hurry() { (isUrgent, slices) = (true, 0) }

    /// A page came, for whose list another one is wanted, or for nothing that is under way: then `isLast`. A list that does not get
    /// complete, as under a filter in a feed that is faster than that is asked, does not keep the screen in a hurry.
    public mutating func noteSlice(isLast: Bool) {
        slices = isLast ? 0 : slices + 1
        if !isLast, slices <= Self.hurriedSlices { isUrgent = true }
    }

    /// Milliseconds until a page may be asked for.
    public func wait(now: Int64) -> Int64 {
        let forData = Self.left(lastFrame, frame, now)
        return isUrgent ? min(forData, Self.left(lastForKeys, Self.keys, now)) : forData
    }

    /// A page was asked for.
    public mutating func noteFrame(now: Int64) {
        lastFrame = now
        if isUrgent { lastForKeys = now }
        isUrgent = false
    }

    /// Milliseconds until what a key changed may be drawn without a new page.
    public func echoWait(now: Int64) -> Int64 { Self.left(lastDrawn, Self.keys, now) }

    /// Something was drawn.
    public mutating func noteDrawn(now: Int64) { lastDrawn = now }

    private static func left(_ last: Int64?, _ gap: Int64, _ now: Int64) -> Int64 {
        last.map { max(0, $0 + gap - now) } ?? 0
    }
}
