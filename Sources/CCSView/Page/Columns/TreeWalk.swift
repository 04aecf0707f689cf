import CCSState

/// What hangs under an object in a list: what lives, and what ended a moment ago, each thing once. All of it is found while it is
/// walked through.
enum TreeWalk {
    /// The connections of a seance.
    static func connections(of seance: Seance, _ view: Viewpoint) -> some Sequence<Connection> {
        let end = seance.endedAt
        return seance.keptConnections.lazy.filter { view.shows($0, under: end) }
    }

    /// The calls of a connection. A call that outlives its connection hangs under the seance.
    static func calls(of connection: Connection, under end: Int64?, _ view: Viewpoint) -> some Sequence<Call> {
        let isLive = connection.isLive
        return connection.keptCalls.lazy.filter { (isLive || !$0.isLive) && view.shows($0, under: end) }
    }

    /// The calls that hang right under a seance.
    static func calls(of seance: Seance, _ view: Viewpoint) -> some Sequence<Call> {
        let end = seance.endedAt
        return seance.keptCalls.lazy.filter { call in
            guard view.shows(call, under: end) else { return false }
            return call.isLive ? call.connection == nil : call.keptConnection?.keptSeance?.slot != seance.slot
        }
    }

    /// Calls `body` for all calls of a seance, wherever they hang.
    static func allCalls(of seance: Seance, _ view: Viewpoint, _ body: (Call) -> Void) {
        let end = seance.endedAt
        for connection in connections(of: seance, view) {
            for call in calls(of: connection, under: end, view) { body(call) }
        }
        for call in calls(of: seance, view) { body(call) }
    }

    /// Calls of a seance.
    static func callCount(of seance: Seance, _ view: Viewpoint) -> Int {
        var count = 0
        allCalls(of: seance, view) { _ in count += 1 }
        return count
    }
}
