/// What a feed says of itself when it is asked, `["connection_info_result",{…}]`. Its token is not among it.
/// https://cloud.incoplax.com/docs/incoplax/latest/api/websocket/token/index.html
public struct FeedGreeting: Sendable, Equatable {
    /// The domain that it belongs to: that of its events which name none.
    public var domain: String?

    /// Its clock, milliseconds since 1970.
    public var time: Int64?

    /// Whether it lets whoever asked subscribe; nil where it does not say.
    public var maySubscribe: Bool?

    /// The method that brings it.
    static let method: StaticString = "connection_info_result"

    init(_ decoder: borrowing EventDecoder) {
        let domain = decoder.parameter("domain")
        if !domain.isEmpty, domain.bytes.count <= Event.maximumID { self.domain = domain.string }
        time = Int64(decoder.parameterJSON("timestamp").string)
        let capabilities = decoder.parameterJSON("capabilities").string
        if capabilities.hasPrefix("[") { maySubscribe = capabilities.contains("\"subscr\"") }
    }
}
