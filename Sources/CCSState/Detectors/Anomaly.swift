import CCSEvents

/// Something that is wrong, found by a detector.
public struct Anomaly: Sendable {
    /// What it is about.
    public enum Subject: Hashable, Sendable {
        /// A call, a connection or a seance.
        case object(ObjectKey)
        /// A number that cannot be reached.
        case number(String)
        /// The domain as a whole.
        case domain
        /// The feed.
        case feed
    }

    /// Tells it from others of its domain, and stays the same while it lasts.
    public let serial: Int
    /// Which detector found it.
    public let detector: Detector
    /// What it is about.
    public let subject: Subject
    /// When the condition began, in milliseconds of feed time.
    public internal(set) var since: Int64
    /// When the detector fired: the threshold after ``since``.
    public internal(set) var firedAt: Int64
    /// How often it fired for this subject.
    public internal(set) var count: Int
    /// For failures: how many, and of how many attempts.
    public internal(set) var share: (failed: Int, of: Int)?
    /// For failures: the worst of all shares since it fired.
    package internal(set) var peak: (failed: Int, of: Int)?
    /// Whether somebody has seen it.
    public internal(set) var isAcknowledged = false
    /// Whether it has lasted unchanged for so long that it is listed, but no longer open (``Detector/Row/factAfter``).
    package internal(set) var isFact = false
}
