internal import Glibc

/// Reads the part of an address between its scheme and its path: the host and the port.
struct AuthorityParser {
    /// The whole address, for error messages.
    let text: String
    let scheme: FeedScheme

    mutating func read(_ part: Substring) throws(FeedError) -> (host: String, port: Int) {
        let host: Substring
        let port: Substring?
        if part.first == "[" {
            guard let bracket = part.firstIndex(of: "]") else { throw error("lacks the bracket ]") }
            host = part[part.index(after: part.startIndex)..<bracket]
            guard Self.isIPv6(host) else { throw error("holds no IPv6 address in its brackets") }
            let tail = part[part.index(after: bracket)...]
            guard tail.isEmpty || tail.first == ":" else { throw error("has no port") }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else {
            let colon = part.lastIndex(of: ":")
            host = part[..<(colon ?? part.endIndex)]
            port = colon.map { part[part.index(after: $0)...] }
            guard !host.contains(":") else {
                throw error(
                    "holds an IPv6 address without brackets", example: "\(scheme.rawValue)://[::1]:\(port ?? "9000")")
            }
        }
        // The port is checked first, because an address without a host usually has no port either.
        guard let number = try port.map(number) ?? scheme.usualPort else { throw error("has no port") }
        guard !host.isEmpty else { throw error("has no host") }
        guard host.utf8.allSatisfy(Self.isHostByte) else {
            throw error("has a host with other characters than letters, digits, dots and hyphens")
        }
        return (String(host), number)
    }

    private func number(_ port: Substring) throws(FeedError) -> Int {
        guard !port.isEmpty else { throw error("has no port") }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port), 1...65535 ~= number else {
            throw error("has a port that is not a number from 1 to 65535")
        }
        return number
    }

    private func error(_ what: String, example: String? = nil) -> FeedError {
        FeedError("\"\(text)\" \(what)", advice: "write \(example ?? scheme.example)")
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// The characters of names, of IPv4 addresses, and of IPv6 addresses with a zone, without brackets.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || ".-_:%".utf8.contains(byte)
    }

    private static func isIPv6(_ host: Substring) -> Bool {
        var address = (UInt64(0), UInt64(0))
        let withoutZone = host.prefix { $0 != "%" }
        return inet_pton(AF_INET6, String(withoutZone), &address) == 1
    }
}
