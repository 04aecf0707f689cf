import CCSEvents

/// How far a feed's connection is verified and encrypted.
enum FeedTrust: Sendable {
    /// All bytes stay on this machine.
    case local
    /// Encrypted, with a verified certificate.
    case verified
    /// Encrypted, but the server's identity was not verified.
    case unverified(why: String)
    /// Not encrypted: anybody on the network path can read and change it. `instead` names the safe schemes.
    case plain(instead: String)

    /// The warning that the header always shows; nil if there is none.
    var alert: DisplayText? {
        switch self {
        case .local, .verified: nil
        case .unverified: "INSECURE"
        case .plain: "NOT ENCRYPTED"
        }
    }

    /// The explanation in the pane Feed.
    var words: String {
        switch self {
        case .local: "not encrypted; it stays on this machine"
        case .verified: "encrypted, certificate checked"
        case .unverified(let why): "certificate not checked (\(why)): anybody may have sent this"
        case .plain(let instead): "not encrypted: others may read and change it; use \(instead)"
        }
    }
}
