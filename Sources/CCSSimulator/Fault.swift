/// A condition that a detector looks for, made on purpose.
///
/// It may end before the detector's threshold. Its duration decides whether the detector should find it.
struct Fault: Sendable {
    /// The detector that looks for it.
    enum Kind: UInt8, CaseIterable, Sendable {
        case ringing, held, unrecorded, unfinished, silent, outlived, empty, waiting, loop, failing

        var name: StaticString {
            switch self {
            case .ringing: "ringing"
            case .held: "held"
            case .unrecorded: "unrecorded"
            case .unfinished: "unfinished"
            case .silent: "silent"
            case .outlived: "outlived"
            case .empty: "empty"
            case .waiting: "waiting"
            case .loop: "loop"
            case .failing: "failing"
            }
        }

        /// The detector's default threshold in milliseconds; 0 for a detector without a duration.
        var threshold: Int {
            switch self {
            case .ringing: 30_000
            case .held: 120_000
            case .unrecorded, .outlived, .empty: 10_000
            case .unfinished, .waiting: 60_000
            case .silent: 3_600_000
            case .loop, .failing: 0
            }
        }
    }

    /// The affected object, by its index in the script.
    enum Subject: Sendable {
        case call(UInt8)
        case connection(UInt8)
        case seance
    }

    var kind: Kind
    var subject: Subject
    /// Milliseconds since the start of the seance.
    var begin: Int32
    /// The same for the end; nil if it never ends.
    var end: Int32?

    /// Whether it lasts at least half of the detector's threshold. Shorter ones are normal.
    var isListed: Bool {
        guard let end else { return true }
        return Int(end) - Int(begin) >= kind.threshold / 2
    }
}
