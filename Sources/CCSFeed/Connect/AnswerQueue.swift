internal import Synchronization

/// The answers to notifies, from the thread that decodes to the one that sends: many in one go, bounded in bytes.
///
/// Whoever asked on a connection that is gone waits for nothing any more: an answer goes to the connection of its
/// question or nowhere.
final class AnswerQueue: Sendable {
    private struct State {
        var connection: Int?
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

    /// From now on answers go to the connection of this number, or to none; those that wait for another are forgotten.
    func begin(connection: Int?) {
        state.withLock { state in
            state.connection = connection
            state.bytes = []
            state.isTakerTold = false
        }
    }

    /// Adds the answer to one notify of a connection. Returns whether the taker has to be told that there is something.
    func add(qid: [UInt8], connection: Int) -> Bool {
        let line = Array(#"["notify_result",{"qid":"#.utf8) + qid + Array(#","result":"ok"}]"#.utf8) + [0x0A]
        let isSound = !qid.isEmpty && qid.count <= Self.longestQid && !qid.contains(0x0A)
        return state.withLock { state in
            guard connection == state.connection else { return false }
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
