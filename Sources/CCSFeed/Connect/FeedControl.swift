/// The parts of a control frame `["method",{…}]` that the connection needs. The ingest thread passes it to
/// ``ConnectFeed/received(control:)``.
public struct FeedControl: Sendable, Equatable {
    /// The frame's first member, for example `subscribe_result`.
    public let method: String

    /// The `qid` as raw JSON, if there is one.
    public let qid: [UInt8]?

    /// The string `result`, if there is one.
    public let result: String?

    /// The number of the connection that carried it (``FeedChunk/connection``).
    public let connection: Int

    /// A frame with these parts.
    public init(method: String, qid: [UInt8]?, result: String?, connection: Int) {
        self.method = method
        self.qid = qid
        self.result = result
        self.connection = connection
    }
}
