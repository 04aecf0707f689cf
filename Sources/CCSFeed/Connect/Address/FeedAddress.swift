/// Where to connect to: `tcp://HOST:PORT`, `tls://HOST:PORT`, `ws://HOST[:PORT][/PATH]` or `wss://HOST[:PORT][/PATH]`.
public struct FeedAddress: Sendable, Equatable, CustomStringConvertible {
    /// How it is spoken to.
    public let scheme: FeedScheme

    /// A name or an address, IPv6 without its brackets.
    public let host: String

    /// From 1 to 65535.
    public let port: Int

    /// Of a websocket: where it is on the server. Empty for the other schemes.
    public let path: String

    /// Where the platform has its websocket for whoever comes with a token.
    /// https://cloud.incoplax.com/docs/incoplax/latest/api/websocket/token/index.html
    public static let usualPath = "/ws/token/v1"

    /// Reads an address; one of IPv6 stands in brackets: `tcp://[::1]:9000`. A websocket's port is 80 or 443 where none is
    /// named, and its path ``usualPath``.
    ///
    /// Throws what is wrong with it and how it is written. What may be a secret is not repeated.
    public init(parsing text: String) throws(FeedError) {
        guard let colon = text.firstRange(of: "://") else {
            throw FeedError("\"\(text)\" has no scheme", advice: Self.anyExample)
        }
        let name = text[..<colon.lowerBound]
        guard !name.isEmpty else { throw FeedError("\"\(text)\" has no scheme", advice: Self.anyExample) }
        let rest = text[colon.upperBound...]
        guard !rest.contains("@") else {
            throw FeedError("an address holds no user and no password", advice: Self.anyExample)
        }
        guard let scheme = FeedScheme(rawValue: name.lowercased()) else {
            throw FeedError("\"\(text)\" has an unknown scheme, \(name)", advice: Self.anyExample)
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var parser = AuthorityParser(text: text, scheme: scheme)
        (host, port) = try parser.read(rest[..<slash])
        path = try Self.path(rest[slash...], of: text, scheme)
        self.scheme = scheme
    }

    /// As it is written, without what goes without saying.
    public var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let number = port == scheme.usualPort ? "" : ":\(port)"
        return "\(scheme.rawValue)://\(name)\(number)\(path)"
    }

    /// Whether it is this machine itself, so that what is sent stays inside it.
    public var isLoopback: Bool { HostText(text: host).isLoopback }

    /// Whether the host is an address and no name: then a certificate has to hold the address.
    var isNumeric: Bool { HostText(text: host).isNumeric }

    private static let anyExample = "write tcp://HOST:PORT, tls://HOST:PORT or \(FeedScheme.wss.example)"

    private static func path(_ text: Substring, of whole: String, _ scheme: FeedScheme) throws(FeedError) -> String {
        let hasNone = text.isEmpty || text == "/"
        guard scheme.isWebSocket else {
            guard hasNone else {
                throw FeedError("\"\(whole)\" has a path", advice: "write \(scheme.example), or use ws:// or wss://")
            }
            return ""
        }
        guard !hasNone else { return usualPath }
        // The platform also takes a token as the path's last part: there everybody on the machine could read it.
        guard !text.hasPrefix(usualPath + "/"), !text.contains("?") else {
            throw FeedError(
                "an address holds no token and no query",
                advice: "write \(scheme.example), and give the token with --token-file")
        }
        guard text.utf8.allSatisfy(isPathByte) else {
            throw FeedError("\"\(whole)\" has a path with something else than a URL may hold", advice: scheme.advice)
        }
        return String(text)
    }

    /// Those that RFC 3986 allows in a path. https://www.rfc-editor.org/rfc/rfc3986#section-3.3
    private static func isPathByte(_ byte: UInt8) -> Bool {
        AuthorityParser.isLetterOrDigit(byte) || "/-._~%!$&'()*+,;=:".utf8.contains(byte)
    }
}

extension FeedScheme {
    var advice: String { "write \(example)" }
}
