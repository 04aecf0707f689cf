/// A listening address: `HOST:PORT`, or `:PORT` for this machine only.
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// A name or an address, IPv6 without its brackets.
    public let host: String

    /// From 0 to 65535. With 0, the system chooses a port.
    public let port: Int

    /// Reads `HOST:PORT` or `:PORT`. An IPv6 address stands in brackets: `[::1]:9000`.
    ///
    /// Throws the problem with the address, and the correct form.
    public init(parsing text: String) throws(FeedError) {
        guard let colon = text.lastIndex(of: ":") else { throw Self.error(text, "has no port") }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty else { throw Self.error(text, "has no port") }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits), 0...65535 ~= port else {
            throw Self.error(text, "has a port that is not a number from 0 to 65535")
        }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw Self.error(text, "holds an IPv6 address without brackets, or a scheme")
        }
        guard host.utf8.allSatisfy(Self.isHostByte) else {
            throw Self.error(text, "has a host with other characters than letters, digits, dots and hyphens")
        }
        self.host = host.isEmpty ? "127.0.0.1" : String(host)
        self.port = port
    }

    /// Whether only this machine can reach the address.
    public var isLoopback: Bool { HostText(text: host).isLoopback }

    /// The form that ``init(parsing:)`` reads.
    public var description: String { Self.text(host: host, port: port) }

    static func text(host: String, port: Int) -> String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func error(_ text: String, _ what: String) -> FeedError {
        FeedError("\"\(text)\" \(what)", advice: "write HOST:PORT, or :PORT for this machine only")
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}
