internal import Synchronization

/// The answers to notifies, from the ingest thread to the event loop: sent in batches, bounded in bytes.
///
/// An answer goes only to the connection of its question. If that connection was lost, the answer is dropped.
final class AnswerQueue: Sendable {
    private struct State {
        var connection: Int?
        var bytes: [UInt8] = []
        var isTakerTold = false
        var dropped = 0
    }

    /// The limit of waiting bytes. If a feed asks without reading the answers, further answers are dropped.
    static let limit = 1 << 20
    /// The longest `qid` that is answered, in bytes. A legitimate `qid` is much shorter, and a longer one would let the feed
    /// make ccs-top send a lot.
    static let longestQid = 1024

    private let state = Mutex(State())

    /// The number of answers that were not sent, because the queue was full or because their `qid` cannot be sent back.
    var dropped: Int { state.withLock { $0.dropped } }

    /// From now on, answers go to the connection with this number; nil for none. Waiting answers for another connection are
    /// dropped.
    func begin(connection: Int?) {
        state.withLock { state in
            state.connection = connection
            state.bytes = []
            state.isTakerTold = false
        }
    }

    /// Adds the answer to one notify of a connection. Returns whether the caller must tell the taker.
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

    /// Takes all bytes. The next ``add(qid:connection:)`` returns true again.
    func takeAll() -> [UInt8] {
        state.withLock { state in
            defer { state.bytes = [] }
            state.isTakerTold = false
            return state.bytes
        }
    }
}
