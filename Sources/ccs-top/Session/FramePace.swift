/// When the next frame is due: what data changes is shown at most once a frame's time, what a key changes at once.
///
/// A flood of keys (one held down, a pasted text) is shown 25 times a second, since nobody sees more and a slow line chokes
/// on it. Times are milliseconds of a steady clock.
struct FramePace {
    /// The least time between two frames that only data asks for.
    let frame: Int64
    /// The least time between two frames that keys ask for.
    private static let keys: Int64 = 40

    private var lastFrame: Int64?
    private var lastForKeys: Int64?
    private var lastDrawn: Int64?
    private var isUrgent = false

    init(frame: Int64) {
        self.frame = frame
    }

    /// A key wants a frame.
    mutating func hurry() { isUrgent = true }

    /// Until a page may be asked for.
    func wait(now: Int64) -> Int64 {
        let forData = Self.left(lastFrame, frame, now)
        return isUrgent ? min(forData, Self.left(lastForKeys, Self.keys, now)) : forData
    }

    /// A page was asked for.
    mutating func noteFrame(now: Int64) {
        lastFrame = now
        if isUrgent { lastForKeys = now }
        isUrgent = false
    }

    /// Until what a key changed may be drawn without a new page.
    func echoWait(now: Int64) -> Int64 { Self.left(lastDrawn, Self.keys, now) }

    /// Something was drawn.
    mutating func noteDrawn(now: Int64) { lastDrawn = now }

    private static func left(_ last: Int64?, _ gap: Int64, _ now: Int64) -> Int64 {
        last.map { max(0, $0 + gap - now) } ?? 0
    }
}
