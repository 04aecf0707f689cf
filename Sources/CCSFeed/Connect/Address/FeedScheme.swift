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

    /// Whether TLS protects the connection.
    public var isEncrypted: Bool { self == .tls || self == .wss }

    /// Whether the connection begins with an HTTP request.
    public var isWebSocket: Bool { self == .ws || self == .wss }

    /// The default port; nil if the address must name a port.
    var usualPort: Int? {
        switch self {
        case .tcp, .tls: nil
        case .ws: 80
        case .wss: 443
        }
    }

    /// The form of an address, for messages.
    public var example: String {
        isWebSocket ? "\(rawValue)://HOST\(FeedAddress.usualPath)" : "\(rawValue)://HOST:PORT"
    }
}
