/// How a feed over the network is spoken to.
public enum FeedScheme: String, CaseIterable, Sendable {
    /// Lines over TCP.
    case tcp
    /// Lines over TCP, encrypted.
    case tls
    /// A websocket, a line a message.
    case ws
    /// A websocket, encrypted.
    case wss

    /// Whether nobody on the way can read or change what is sent.
    public var isEncrypted: Bool { self == .tls || self == .wss }

    /// Whether it begins with HTTP.
    public var isWebSocket: Bool { self == .ws || self == .wss }

    /// The port where none is named; nil where one has to be.
    var usualPort: Int? {
        switch self {
        case .tcp, .tls: nil
        case .ws: 80
        case .wss: 443
        }
    }

    /// How an address of it is written.
    public var example: String {
        isWebSocket ? "\(rawValue)://HOST\(FeedAddress.usualPath)" : "\(rawValue)://HOST:PORT"
    }
}
