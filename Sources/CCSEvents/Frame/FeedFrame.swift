/// A frame that wants something of whoever holds the connection it came on.
public enum FeedFrame: Sendable {
    /// A notify wants an answer with this `qid`, as JSON.
    case answer(source: Int, qid: [UInt8])
    /// A control frame: its method, its `qid` as JSON, and the string `result`, where it has them.
    case control(source: Int, method: String, qid: [UInt8]?, result: String?)
    /// A feed has said who it is.
    case greeting(source: Int, FeedGreeting)
}
