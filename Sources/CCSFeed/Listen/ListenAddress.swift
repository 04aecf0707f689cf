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
        let parser = AuthorityParser(
            text: text, advice: "write HOST:PORT, or :PORT for this machine only", ports: 0...65535)
        guard !text.contains("://") else { throw parser.error("has a scheme") }
        let (host, port) = try parser.read(text[...])
        guard let port else { throw parser.error("has no port") }
        self.host = host.isEmpty ? "127.0.0.1" : host
        self.port = port
    }

    /// Whether only this machine can reach the address.
    public var isLoopback: Bool { HostText(text: host).isLoopback }

    /// The form that ``init(parsing:)`` reads.
    public var description: String { Self.text(host: host, port: port) }

    static func text(host: String, port: Int) -> String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
