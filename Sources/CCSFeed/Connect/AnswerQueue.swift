internal import Synchronization

/// The answers to notifies, from the thread that decodes to the one that sends: many in one go, bounded in bytes.
final class AnswerQueue: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isTakerTold = false
        var dropped = 0
    }

    /// The most bytes that wait to be sent; a feed that asks without reading the answers does not get the rest.
    static let limit = 1 << 20
    /// The longest `qid` that is answered: nobody needs a longer one, and it would be sent back at our cost.
    static let longestQid = 1024

    private let state = Mutex(State())

    /// How many answers were not sent, for want of room or for a `qid` that cannot be sent back.
    var dropped: Int { state.withLock { $0.dropped } }

    /// Adds the answer to one notify. Returns whether the taker has to be told that there is something.
    func add(qid: [UInt8]) -> Bool {
        let line = Array(#"["notify_result",{"qid":"#.utf8) + qid + Array(#","result":"ok"}]"#.utf8) + [0x0A]
        let isSound = !qid.isEmpty && qid.count <= Self.longestQid && !qid.contains(0x0A)
        return state.withLock { state in
            guard isSound, state.bytes.count + line.count <= Self.limit else {
                state.dropped += 1
                return false
            }
            state.bytes += line
            defer { state.isTakerTold = true }
            return !state.isTakerTold
        }
    }

    /// Everything there is; from now on the taker wants to be told again.
    func takeAll() -> [UInt8] {
        state.withLock { state in
            defer { state.bytes = [] }
            state.isTakerTold = false
            return state.bytes
        }
    }
}
