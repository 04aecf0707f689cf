internal import Glibc

/// Where to connect to: `tcp://HOST:PORT`.
public struct FeedAddress: Sendable, Equatable, CustomStringConvertible {
    /// A name or an address, IPv6 without its brackets.
    public let host: String

    /// From 1 to 65535.
    public let port: Int

    /// Reads `tcp://HOST:PORT`; an IPv6 address stands in brackets: `tcp://[::1]:9000`.
    ///
    /// Throws what is wrong with it and how it is written.
    public init(parsing text: String) throws(FeedError) {
        guard let colon = text.firstRange(of: "://") else {
            throw Self.error(text, "has no scheme")
        }
        let scheme = text[..<colon.lowerBound]
        guard scheme.lowercased() == "tcp" else {
            throw Self.error(text, scheme.isEmpty ? "has no scheme" : "has an unknown scheme, \(scheme)")
        }
        var rest = text[colon.upperBound...]
        if rest.last == "/" { rest.removeLast() }
        let host: Substring
        let port: Substring
        if rest.first == "[" {
            guard let bracket = rest.firstIndex(of: "]") else { throw Self.error(text, "lacks the bracket ]") }
            host = rest[rest.index(after: rest.startIndex)..<bracket]
            guard Self.isIPv6(host) else { throw Self.error(text, "holds no IPv6 address in its brackets") }
            let tail = rest[rest.index(after: bracket)...]
            guard tail.first == ":" else { throw Self.error(text, "has no port") }
            port = tail.dropFirst()
        } else {
            guard let colon = rest.lastIndex(of: ":") else { throw Self.error(text, "has no port") }
            host = rest[..<colon]
            port = rest[rest.index(after: colon)...]
            guard !host.contains(":") else {
                throw Self.error(text, "holds an IPv6 address without brackets", example: "tcp://[::1]:9000")
            }
        }
        guard !host.isEmpty else { throw Self.error(text, "has no host") }
        guard host.utf8.allSatisfy(Self.isHostByte) else {
            throw Self.error(text, "has a host with something else than letters, digits, dots and hyphens")
        }
        guard !port.isEmpty else { throw Self.error(text, "has no port") }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port), 1...65535 ~= number else {
            throw Self.error(text, "has a port that is no number from 1 to 65535")
        }
        self.host = String(host)
        self.port = number
    }

    /// As it is written: `tcp://HOST:PORT`.
    public var description: String {
        host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
    }

    private static func error(_ text: String, _ what: String, example: String = "tcp://HOST:PORT") -> FeedError {
        FeedError("\"\(text)\" \(what)", advice: "write \(example)")
    }

    /// Those of names, of IPv4 and, since brackets were taken off, of IPv6 with its zone.
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

    private static func isIPv6(_ host: Substring) -> Bool {
        var address = (UInt64(0), UInt64(0))
        let withoutZone = host.prefix { $0 != "%" }
        return inet_pton(AF_INET6, String(withoutZone), &address) == 1
    }
}
