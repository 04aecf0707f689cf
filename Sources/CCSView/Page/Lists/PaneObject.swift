import CCSEvents
import CCSState

/// An object that has a pane of its own.
protocol PaneObject: FeedObject {
    static func find(_ key: ObjectKey, in domain: Domain) -> Self?
    /// The seance that Enter opens.
    var owner: Seance? { get }
    /// Whether a filter wants it, or what hangs under it.
    func passes(_ test: RowTest, _ view: Viewpoint) -> Bool
    /// Notes when what hangs under it is shown no longer, as far as that has ended; of something that lives.
    func noteEnds(under bounds: TimeBounds)
    /// Adds what is wrong with it and with what hangs under it.
    func addMarks(to marks: inout Marks)
    /// The number that `f` follows.
    var followed: FeedText { get }
}

extension Seance: PaneObject {
    static func find(_ key: ObjectKey, in domain: Domain) -> Seance? { domain.seance(key) }
    var owner: Seance? { self }
    func passes(_ test: RowTest, _ view: Viewpoint) -> Bool { test.accepts(self, view) }
    var followed: FeedText { from }

    func noteEnds(under bounds: TimeBounds) {
        for connection in keptConnections {
            bounds.noteLeaving(connection)
            for call in connection.keptCalls { bounds.noteLeaving(call) }
        }
        for call in keptCalls { bounds.noteLeaving(call) }
    }

    func addMarks(to marks: inout Marks) {
        marks.add(self)
        for connection in keptConnections { connection.addMarks(to: &marks) }
        for call in keptCalls { marks.add(call) }
    }
}

extension Connection: PaneObject {
    static func find(_ key: ObjectKey, in domain: Domain) -> Connection? { domain.connection(key) }
    var owner: Seance? { keptSeance }
    func passes(_ test: RowTest, _ view: Viewpoint) -> Bool { test.accepts(self, view) }
    var followed: FeedText { from }
    func noteEnds(under bounds: TimeBounds) { for call in keptCalls { bounds.noteLeaving(call) } }

    func addMarks(to marks: inout Marks) {
        marks.add(self)
        for call in keptCalls { marks.add(call) }
    }
}

extension Call: PaneObject {
    static func find(_ key: ObjectKey, in domain: Domain) -> Call? { domain.call(key) }
    var owner: Seance? { SeanceFinder.seance(of: self) }
    func passes(_ test: RowTest, _ view: Viewpoint) -> Bool { test.accepts(.call(self), view) }
    var followed: FeedText { number }
    func noteEnds(under bounds: TimeBounds) {}
    func addMarks(to marks: inout Marks) { marks.add(self) }
}

extension TimeBounds {
    /// Something that has ended leaves lists a while later.
    @inline(__always)
    fileprivate func noteLeaving(_ object: some FeedObject) {
        if let ended = object.endedAt { note(ended, plus: Viewpoint.endedStay + 1) }
    }
}

extension Row {
    /// The row of an object, without cells; `marks` where they are known already.
    init(_ object: some PaneObject, _ view: Viewpoint, marks: Marks? = nil) {
        self.init(id: .object(object.key))
        seance = object.owner?.key
        bornAgo = max(0, view.now - object.beganAt)
        changedAgo = object.stateSince.map { max(0, view.now - $0) }
        hasEnded = !object.isLive
        isUnconfirmed = object.isUnconfirmed
        copyText = object.id.string
        mark(marks ?? object.marks)
        follow(object.followed, view)
    }

    /// Says what is wrong with it.
    mutating func mark(_ marks: Marks) {
        severity = marks.severity
        anomalies = marks.serials
        isAcknowledged = marks.isAcknowledged
        hasFactsOnly = marks.hasFactsOnly
    }

    /// Says which number `f` follows. A filter is shown, so a number that may not be shown cannot be followed.
    mutating func follow(_ number: FeedText, _ view: Viewpoint) {
        self.number = view.masksNumbers || number.isEmpty ? nil : number.string
    }
}

/// Which seance something belongs to.
enum SeanceFinder {
    /// The seance of a call, living or kept: its connection's while it is in one, or the one it is attached to.
    static func seance(of call: Call) -> Seance? {
        if let seance = call.connection?.seance { return seance }
        return call.keptSeance ?? call.keptConnection?.keptSeance
    }

    /// The living seance that ids lead to; what has ended cannot be found by its id at a fixed cost.
    static func live(seance: FeedText, connection: FeedText, call: FeedText, in domain: Domain) -> Seance? {
        if !seance.isEmpty, let found = domain.liveSeance(id: seance) { return found }
        if !connection.isEmpty, let found = domain.liveConnection(id: connection)?.keptSeance { return found }
        if !call.isEmpty, let found = domain.liveCall(id: call) { return self.seance(of: found) }
        return nil
    }

    /// The seance that ids lead to, living, or ended and still remembered by its id, as nearly all are that are kept; a nil in it
    /// where they are of something that is in none, and nil where that is not known, and has to be looked for.
    static func known(seance: FeedText, connection: FeedText, call: FeedText, in domain: Domain) -> Seance?? {
        if let found = live(seance: seance, connection: connection, call: call, in: domain) { return found }
        if let found = domain.endedSeance(id: seance) { return found }
        let ofConnection = domain.liveConnection(id: connection) ?? domain.endedConnection(id: connection)
        if let found = ofConnection?.keptSeance { return found }
        let ofCall = domain.liveCall(id: call) ?? domain.endedCall(id: call)
        if let found = ofCall.flatMap({ self.seance(of: $0) }) { return found }
        // The foremost that is named says it of itself: an earlier life of it may have been in a seance, but it is not.
        if !seance.isEmpty { return nil }
        let isKnown = connection.isEmpty ? ofCall != nil : ofConnection != nil
        return isKnown ? .some(nil) : nil
    }
}
