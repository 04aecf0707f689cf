internal import Glibc

/// Reads the host and the port of an address: `HOST`, `HOST:PORT` or `:PORT`. An IPv6 address stands in brackets.
package struct AuthorityParser {
    /// The whole address, for error messages.
    let text: String
    /// The correct form, for error messages.
    let advice: String
    /// The text before the host in this kind of address, for an example with an IPv6 host. Nil: the example is `advice`.
    let prefix: String?
    let ports: ClosedRange<Int>

    /// A parser for the parts of an address.
    package init(text: String, advice: String, prefix: String? = nil, ports: ClosedRange<Int> = 1...65535) {
        (self.text, self.advice, self.prefix, self.ports) = (text, advice, prefix, ports)
    }

    /// The host without brackets, which may be empty, and the port; nil if there is none.
    package func read(_ part: Substring) throws(FeedError) -> (host: String, port: Int?) {
        let host: Substring
        let port: Substring?
        if part.first == "[" {
            guard let bracket = part.firstIndex(of: "]") else { throw error("lacks the bracket ]") }
            host = part[part.index(after: part.startIndex)..<bracket]
            guard Self.isIPv6(host) else { throw error("holds no IPv6 address in its brackets") }
            let tail = part[part.index(after: bracket)...]
            guard tail.isEmpty || tail.first == ":" else { throw error("has no port after the bracket ]") }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else {
            let colon = part.lastIndex(of: ":")
            host = part[..<(colon ?? part.endIndex)]
            port = colon.map { part[part.index(after: $0)...] }
            guard !host.contains(":") else {
                throw FeedError(
                    "\"\(text)\" holds an IPv6 address without brackets",
                    advice: prefix.map { "write \($0)[::1]:\(port ?? "9000")" } ?? advice)
            }
        }
        let number = try port.map(number)
        guard host.utf8.allSatisfy(Self.isHostByte) else {
            throw error("has a host with other characters than letters, digits, dots and hyphens")
        }
        return (String(host), number)
    }

    private func number(_ port: Substring) throws(FeedError) -> Int {
        guard !port.isEmpty else { throw error("has no port") }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port), ports ~= number else {
            throw error("has a port that is not a number from \(ports.lowerBound) to \(ports.upperBound)")
        }
        return number
    }

    /// An error of the address, with its correct form.
    package func error(_ what: String) -> FeedError { FeedError("\"\(text)\" \(what)", advice: advice) }

    package static func isLetterOrDigit(_ byte: UInt8) -> Bool {
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
