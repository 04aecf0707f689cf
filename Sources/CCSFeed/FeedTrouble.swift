/// Why there is no connection.
public enum FeedTrouble: Error, Sendable, Equatable {
    /// Nothing listens on that port.
    case refused

    /// DNS knows no address for that name.
    case hostNotFound(String)

    /// No answer in time.
    case timedOut

    /// No route to the host.
    case unreachable

    /// The connection was reset.
    case reset

    /// The server closed the connection.
    case closedByFeed

    /// The server answers, but does not speak TLS.
    case noTLS

    /// The certificate is not trusted.
    case certificate(CertificateFault)

    /// The TLS handshake failed for another reason, in the library's words.
    case handshake(String)

    /// The server refused the upgrade to a websocket with this status and this reason. The reason is untrusted text.
    case upgradeRefused(status: Int, reason: String)

    /// The server does not speak the websocket protocol, or broke its rules.
    case websocket(String)

    /// The server closed the websocket with this code and this reason. The reason is untrusted text.
    case closed(code: Int, reason: String)

    /// A PBX refused the login, in its words, which are untrusted text.
    case loginRefused(String)

    /// A PBX sends events, but not the list of its channels; its words, which are untrusted text.
    case noPicture(String)

    /// The feed did not answer the subscription with `ok`: events may never come. Its answer is untrusted text, at most 200 bytes.
    case subscriptionRefused(String)

    /// So many bytes of a PBX waited to be translated that ccs-top gave them up.
    case fellBehind

    /// The Kafka client reported an error.
    case broker(String, advice: String)

    /// A rarer error, in the system's words.
    case other(String)

    /// Why a certificate was refused.
    public enum CertificateFault: Sendable, Equatable {
        /// Its validity has ended.
        case expired
        /// Its validity has not begun.
        case notYetValid
        /// It names another host.
        case wrongName(String)
        /// No trusted authority signed it.
        case unknownAuthority
    }
}

extension FeedTrouble: CustomStringConvertible {
    /// A few words for a header line.
    public var description: String { words.what }

    /// Advice for the user, for a message with room for it.
    public var advice: String { words.todo }

    private var words: (what: String, todo: String) {
        switch self {
        case .refused: ("connection refused", "is the address right, and does the feed run?")
        case .hostNotFound(let host): ("host \(host) not found", "is the name right?")
        case .timedOut: ("timed out", "is the address right, and does the feed run?")
        case .unreachable: ("network unreachable", "is the address right, and is there a network?")
        case .reset: ("connection reset", "does the feed run, and may this machine use it?")
        case .closedByFeed: ("closed by the feed", "is the address right, and may this machine use it?")
        case .noTLS: ("the feed does not speak TLS", "is the port right? without encryption it is tcp:// or ws://")
        case .certificate(let fault): fault.words
        case .handshake(let why): ("TLS failed: \(why)", "does the feed want a client certificate (--cert)?")
        case .upgradeRefused(let status, let reason): Self.refusal(status, reason)
        case .websocket(let why): (why, "is the address that of a websocket?")
        case .closed(let code, let reason): ("closed by the feed: \(Self.closure(code, reason))", Self.advice(code))
        case .loginRefused(let words):
            (
                "login refused: \(words.prefix(80))",
                "are the user and the secret right (--token-file), and may this machine log in?"
            )
        case .noPicture(let words):
            ("no list of channels: grant write = reporting", "the PBX said: \(words.prefix(80))")
        case .subscriptionRefused(let answer):
            (
                "the feed refused the subscription: \(answer.isEmpty ? "no reason given" : answer)",
                "has this token, or this machine, the right to subscribe?"
            )
        case .fellBehind:
            ("ccs-top is too slow for this PBX", "what waited is lost; after connecting again it asks for all channels")
        case .broker(let words, let todo): (words, todo)
        case .other(let words): (words, "is the address right, and does the feed run?")
        }
    }

    private static func refusal(_ status: Int, _ reason: String) -> (String, String) {
        let said = "HTTP \(status)" + (reason.isEmpty ? "" : " \(reason.prefix(60))")
        return switch status {
        case 401: ("token refused: \(said)", "is the token right, and not expired? see --token-file")
        case 403: ("not allowed: \(said)", "has the token's owner the right to subscribe?")
        case 404: ("no websocket there: \(said)", "is the path right? usual is \(FeedAddress.usualPath)")
        case 300..<400: ("sent elsewhere: \(said)", "use the new address")
        case 429, 503: ("the server is busy: \(said)", "wait, or ask who runs it")
        case 500..<600: ("the server failed: \(said)", "ask who runs it")
        default: ("no websocket: \(said)", "is the address that of a websocket?")
        }
    }

    private static func closure(_ code: Int, _ reason: String) -> String {
        let name: String? =
            switch code {
            case 1000: "done"
            case 1001: "going away"
            case 1002: "protocol error"
            case 1003, 1007: "data not understood"
            case 1008: "not allowed"
            case 1009: "too big"
            case 1011: "server error"
            case 1012: "restarting"
            case 1013: "busy"
            default: nil
            }
        let words = reason.prefix(80)
        return [name ?? "code \(code)", words.isEmpty ? nil : String(words)].compactMap { $0 }.joined(separator: ": ")
    }

    private static func advice(_ code: Int) -> String {
        code == 1008 ? "is the token right, and not expired? see --token-file" : "ask who runs the feed"
    }
}

extension FeedTrouble.CertificateFault {
    fileprivate var words: (String, String) {
        switch self {
        case .expired:
            ("certificate expired", "the feed needs a new certificate, or this machine's clock is wrong (see date)")
        case .notYetValid:
            ("certificate not valid yet", "is this machine's clock right? see date")
        case .wrongName(let host):
            ("certificate not for \(host)", "use the host name in the certificate")
        case .unknownAuthority:
            ("certificate of an unknown authority", "if you trust it, name the authority's file with --ca FILE")
        }
    }
}
