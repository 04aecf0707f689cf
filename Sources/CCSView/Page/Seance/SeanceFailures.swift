import CCSEvents
import CCSState

/// Which of the failures that are kept name a seance, or what is or was tied to it.
///
/// A domain holds each text once, so ids that lie in one place are the same: no text is read, and of a seance with very many calls
/// each is asked once.
enum SeanceFailures {
    /// Their places, in order. Cost: the failures that are kept and, where there are any, what hangs under the seance.
    static func places(of seance: Seance) -> [Int] {
        let domain = seance.domain
        guard domain.failuresKept > 0 else { return [] }
        var (calls, connections): (Set<UInt>, Set<UInt>) = ([], [])
        let named = (0..<domain.failuresKept).map { place in
            let failure = domain.failure(place)
            let ids = (call: address(failure.call), connection: address(failure.connection))
            if ids.call != 0 { calls.insert(ids.call) }
            if ids.connection != 0 { connections.insert(ids.connection) }
            return (call: ids.call, connection: ids.connection, seance: address(failure.seance))
        }
        var own: (calls: Set<UInt>, connections: Set<UInt>) = ([], [])
        func note(_ call: Call) {
            let id = address(call.id)
            if calls.contains(id) { own.calls.insert(id) }
        }
        for connection in seance.keptConnections {
            let id = address(connection.id)
            if connections.contains(id) { own.connections.insert(id) }
            if !calls.isEmpty { for call in connection.keptCalls { note(call) } }
        }
        if !calls.isEmpty { for call in seance.keptCalls { note(call) } }
        let id = address(seance.id)
        return named.indices.filter { place in
            let ids = named[place]
            return own.calls.contains(ids.call) || own.connections.contains(ids.connection) || ids.seance == id
        }
    }

    private static func address(_ text: FeedText) -> UInt {
        text.isEmpty ? 0 : UInt(bitPattern: text.bytes.baseAddress)
    }
}
