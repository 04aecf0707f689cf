import CCSEvents

/// How sure it is who sends a feed, and that nobody else reads what is sent.
enum FeedTrust: Sendable {
    /// It does not leave this machine.
    case local
    /// Encrypted, and the other end has shown who it is.
    case verified
    /// Encrypted, but anybody may be at the other end.
    case unverified(why: String)
    /// Anybody on the way may read and change it.
    case plain(instead: String)

    /// What the header says of it, all the time; nil where all is well.
    var alert: DisplayText? {
        switch self {
        case .local, .verified: nil
        case .unverified: "INSECURE"
        case .plain: "NOT ENCRYPTED"
        }
    }

    /// What it means.
    var words: String {
        switch self {
        case .local: "not encrypted; it stays on this machine"
        case .verified: "encrypted, certificate checked"
        case .unverified(let why): "certificate not checked (\(why)): anybody may have sent this"
        case .plain(let instead): "not encrypted: others may read and change it; use \(instead)"
        }
    }
}
