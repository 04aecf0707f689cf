internal import CCSPBX

/// The address of a feed: `tcp://HOST:PORT`, `tls://HOST:PORT`, `ws://HOST[:PORT][/PATH]` or `wss://HOST[:PORT][/PATH]`.
public struct FeedAddress: Sendable, Equatable, CustomStringConvertible {
    /// The protocol.
    public let scheme: FeedScheme

    /// A host name or an IP address. An IPv6 address has no brackets here.
    public let host: String

    /// From 1 to 65535.
    public let port: Int

    /// The user of a PBX; nil if the address names none. It never holds a password.
    public let user: String?

    /// The path of a websocket. Empty for the other schemes.
    public let path: String

    /// The path of the platform's websocket for clients with a token.
    /// https://cloud.incoplax.com/docs/incoplax/latest/api/websocket/token/index.html
    public static let usualPath = "/ws/token/v1"

    /// Reads an address. An IPv6 address stands in brackets: `tcp://[::1]:9000`. A websocket has port 80 or 443 by default,
    /// and the path ``usualPath``.
    ///
    /// Throws the problem, and the correct form. The message does not repeat parts that may be secret.
    public init(parsing text: String) throws(FeedError) {
        guard let colon = text.firstRange(of: "://") else {
            throw FeedError("\"\(text)\" has no scheme", advice: Self.anyExample)
        }
        let name = text[..<colon.lowerBound]
        guard !name.isEmpty else { throw FeedError("\"\(text)\" has no scheme", advice: Self.anyExample) }
        var rest = text[colon.upperBound...]
        let user = rest.lastIndex(of: "@").map { rest[..<$0] }
        guard let scheme = FeedScheme(rawValue: name.lowercased()) else {
            throw FeedError("\"\(text)\" has an unknown scheme, \(name)", advice: Self.anyExample)
        }
        guard user == nil || scheme.pbx != nil else {
            throw FeedError("an address holds no user and no password", advice: Self.anyExample)
        }
        guard user?.contains(":") != true else {
            throw FeedError(
                "an address holds no password", advice: "\(scheme.advice), and give the secret with --token-file")
        }
        self.user = try user.map { user throws(FeedError) in
            guard let name = Self.decoded(user) else {
                throw FeedError("the address has a bad user name", advice: scheme.advice)
            }
            return name
        }
        if let user { rest = rest[rest.index(after: user.endIndex)...] }
        guard scheme.pbx != .asterisk || self.user != nil else {
            throw FeedError("\"\(text)\" names no user", advice: scheme.advice)
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let parser = AuthorityParser(text: text, advice: scheme.advice, prefix: "\(scheme.rawValue)://")
        let authority = try parser.read(rest[..<slash])
        // The port is checked first, because an address without a host usually has no port either.
        guard let port = authority.port ?? scheme.usualPort else { throw parser.error("has no port") }
        guard !authority.host.isEmpty else { throw parser.error("has no host") }
        (host, self.port) = (authority.host, port)
        path = try Self.path(rest[slash...], of: text, scheme)
        self.scheme = scheme
    }

    /// The address in text form, without the default port.
    public var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let number = port == scheme.usualPort ? "" : ":\(port)"
        let login = user.map { "\($0.replacing("@", with: "%40"))@" } ?? ""
        return "\(scheme.rawValue)://\(login)\(name)\(number)\(path)"
    }

    /// Whether it is this machine, so that no byte leaves it.
    public var isLoopback: Bool { HostText(text: host).isLoopback }

    /// Whether the host is an IP address. Then the certificate must contain that address.
    var isNumeric: Bool { HostText(text: host).isNumeric }

    /// A user name without its percent signs; nil if it is empty or no text.
    private static func decoded(_ user: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(user.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        guard !bytes.isEmpty, !bytes.contains(where: { $0 < 0x20 }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

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
        // The platform also accepts a token as the last part of the path. ccs-top refuses it, because every user of the
        // machine could read it.
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

    /// The characters that RFC 3986 allows in a path. https://www.rfc-editor.org/rfc/rfc3986#section-3.3
    private static func isPathByte(_ byte: UInt8) -> Bool {
        AuthorityParser.isLetterOrDigit(byte) || "/-._~%!$&'()*+,;=:".utf8.contains(byte)
    }
}

extension FeedScheme {
    var advice: String { "write \(example)" }
}
