/// The calls of a connection, of which a real one has a few. A feed may link any number, and each event would cost as much.
extension Domain {
    /// Live calls of a connection that are looked at.
    private static let liveCallsLookedAt = 64
    /// Calls that are passed over at most to find them, ended ones that are kept among them.
    private static let callsPassed = 1024

    /// Calls `body` with the calls of a connection, living or kept, the first 1,024 of them.
    func forEachCall(of connection: Int, _ body: (Int) -> Void) {
        var next = callsOfConnections.first(of: connection)
        var left = Self.callsPassed
        while let call = next, left > 0 {
            next = callsOfConnections.next(after: call)
            left -= 1
            body(call)
        }
    }

    /// Calls `body` with the live calls of a connection and what they are, in the order in which they were linked, until it returns false: at most 64
    /// of them, among the first 1,024 calls that are kept. Returns whether there are no more.
    @discardableResult
    func forEachLiveCall(of connection: Int, _ body: (Int, ObjectStatus) -> Bool) -> Bool {
        var next = callsOfConnections.first(of: connection)
        var (live, all) = (Self.liveCallsLookedAt, Self.callsPassed)
        while let call = next, live > 0, all > 0 {
            next = callsOfConnections.next(after: call)
            all -= 1
            let status = calls.status(call)
            guard status.life == .live else { continue }
            live -= 1
            guard body(call, status) else { return true }
        }
        return next == nil
    }
}
