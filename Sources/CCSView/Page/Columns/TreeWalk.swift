import CCSState

/// What hangs under an object in a list: what lives, and what ended a moment ago, each thing once.
enum TreeWalk {
    /// Calls `body` for each connection of a seance.
    static func connections(of seance: Seance, _ view: Viewpoint, _ body: (Connection) -> Void) {
        let end = seance.endedAt
        for connection in seance.keptConnections where view.shows(connection, under: end) { body(connection) }
    }

    /// Calls `body` for each call of a connection. A call that outlives its connection hangs under the seance.
    static func calls(of connection: Connection, under end: Int64?, _ view: Viewpoint, _ body: (Call) -> Void) {
        let isLive = connection.isLive
        for call in connection.keptCalls where (isLive || !call.isLive) && view.shows(call, under: end) { body(call) }
    }

    /// Calls `body` for each call that hangs right under a seance.
    static func calls(of seance: Seance, _ view: Viewpoint, _ body: (Call) -> Void) {
        let end = seance.endedAt
        for call in seance.keptCalls where view.shows(call, under: end) {
            if call.isLive {
                if call.connection == nil { body(call) }
            } else if call.keptConnection?.keptSeance?.slot != seance.slot {
                body(call)
            }
        }
    }

    /// Calls `body` for all calls of a seance, wherever they hang.
    static func allCalls(of seance: Seance, _ view: Viewpoint, _ body: (Call) -> Void) {
        let end = seance.endedAt
        connections(of: seance, view) { calls(of: $0, under: end, view, body) }
        calls(of: seance, view, body)
    }

    /// Calls of a seance.
    static func callCount(of seance: Seance, _ view: Viewpoint) -> Int {
        var count = 0
        allCalls(of: seance, view) { _ in count += 1 }
        return count
    }
}
