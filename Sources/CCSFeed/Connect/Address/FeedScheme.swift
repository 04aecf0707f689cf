package import CCSPBX

/// The protocol of a feed over the network.
public enum FeedScheme: String, CaseIterable, Sendable {
    /// Lines over TCP.
    case tcp
    /// Lines over TCP, encrypted.
    case tls
    /// A websocket; each message is a line.
    case ws
    /// A websocket, encrypted.
    case wss

    /// The manager interface of an Asterisk.
    case ami
    /// The manager interface of an Asterisk, encrypted.
    case amis
    /// The event socket of a FreeSWITCH.
    case esl
    /// The event socket of a FreeSWITCH, encrypted by a wrapper before it.
    case esls

    /// Whether TLS protects the connection.
    public var isEncrypted: Bool { [.tls, .wss, .amis, .esls].contains(self) }

    /// The same protocol, encrypted.
    var encrypted: FeedScheme {
        switch self {
        case .tcp, .tls: .tls
        case .ws, .wss: .wss
        case .ami, .amis: .amis
        case .esl, .esls: .esls
        }
    }

    /// Whether the connection begins with an HTTP request.
    public var isWebSocket: Bool { self == .ws || self == .wss }

    /// The PBX at the other end; nil for a feed of lines.
    package var pbx: PBXReader.Kind? {
        switch self {
        case .ami, .amis: .asterisk
        case .esl, .esls: .freeSWITCH
        case .tcp, .tls, .ws, .wss: nil
        }
    }

    /// The default port; nil if the address must name a port.
    var usualPort: Int? {
        switch self {
        case .tcp, .tls: nil
        case .ws: 80
        case .wss: 443
        case .ami: 5038
        case .amis: 5039
        case .esl: 8021
        case .esls: nil
        }
    }

    /// The form of an address, for messages.
    public var example: String {
        switch pbx {
        case .asterisk: "\(rawValue)://USER@HOST"
        case .freeSWITCH: self == .esl ? "esl://HOST" : "esls://HOST:PORT"
        case nil: isWebSocket ? "\(rawValue)://HOST\(FeedAddress.usualPath)" : "\(rawValue)://HOST:PORT"
        }
    }
}
