/// A frame that its connection must react to.
public enum FeedFrame: Sendable {
    /// A notify that wants an answer with this `qid` (JSON).
    case answer(source: Int, qid: [UInt8])
    /// A control frame: its method, and if present its `qid` (JSON) and the string `result`.
    case control(source: Int, method: String, qid: [UInt8]?, result: String?)
    /// The feed described itself.
    case greeting(source: Int, FeedGreeting)

    /// The size of its texts.
    package var bytes: Int {
        switch self {
        case .answer(_, let qid): qid.count
        case .control(_, let method, let qid, let result):
            method.utf8.count + (qid?.count ?? 0) + (result?.utf8.count ?? 0)
        case .greeting(_, let greeting): greeting.domain?.utf8.count ?? 0
        }
    }
}
