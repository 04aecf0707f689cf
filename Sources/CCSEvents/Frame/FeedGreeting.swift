/// A feed's description of itself, from `["connection_info_result",{…}]`. Without its token.
/// https://cloud.incoplax.com/docs/incoplax/latest/api/websocket/token/index.html
public struct FeedGreeting: Sendable, Equatable {
    /// The feed's domain. Events that name no domain belong to it.
    public var domain: String?

    /// Its clock, milliseconds since 1970.
    public var time: Int64?

    /// Whether this client may subscribe; nil if the feed does not say.
    public var maySubscribe: Bool?

    /// The method of the control frame.
    static let method: StaticString = "connection_info_result"

    init(_ decoder: borrowing EventDecoder) {
        let domain = decoder.parameter("domain")
        if !domain.isEmpty, domain.bytes.count <= Event.maximumID { self.domain = domain.string }
        time = Int64(decoder.parameterJSON("timestamp").string)
        let capabilities = decoder.parameterJSON("capabilities").string
        if capabilities.hasPrefix("[") { maySubscribe = capabilities.contains("\"subscr\"") }
    }
}
