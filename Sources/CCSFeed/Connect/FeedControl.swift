/// A control frame of a feed, `["method",{…}]`, as far as the connection needs it: whoever decodes the lines hands it
/// to ``ConnectFeed/received(control:)``.
public struct FeedControl: Sendable, Equatable {
    /// The frame's first member, for example `subscribe_result`.
    public let method: String

    /// The `qid` as raw JSON, if there is one.
    public let qid: [UInt8]?

    /// The string `result`, if there is one.
    public let result: String?

    /// The number of the connection that it came on (``FeedChunk/connection``).
    public let connection: Int

    /// A frame of these parts.
    public init(method: String, qid: [UInt8]?, result: String?, connection: Int) {
        self.method = method
        self.qid = qid
        self.result = result
        self.connection = connection
    }
}
