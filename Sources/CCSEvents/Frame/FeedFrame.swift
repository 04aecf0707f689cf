/// A frame that wants something of whoever holds the connection it came on.
public enum FeedFrame: Sendable {
    /// A notify wants an answer with this `qid`, as JSON.
    case answer(source: Int, qid: [UInt8])
    /// A control frame: its method, its `qid` as JSON, and the string `result`, where it has them.
    case control(source: Int, method: String, qid: [UInt8]?, result: String?)
    /// A feed has said who it is.
    case greeting(source: Int, FeedGreeting)

    /// Bytes of its texts.
    package var bytes: Int {
        switch self {
        case .answer(_, let qid): qid.count
        case .control(_, let method, let qid, let result):
            method.utf8.count + (qid?.count ?? 0) + (result?.utf8.count ?? 0)
        case .greeting(_, let greeting): greeting.domain?.utf8.count ?? 0
        }
    }
}
