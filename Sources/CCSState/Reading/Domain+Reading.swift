public import CCSEvents

/// A failure: an event of its own.
public struct Failure {
    /// `eventts`, in milliseconds.
    public let at: Int64
    /// Its code, for instance a SIP status.
    public let code: FeedText
    /// Its reason.
    public let reason: FeedText
    /// The number that could not be reached.
    public let number: FeedText
    /// The ids it names.
    public let call: FeedText
    /// See ``call``.
    public let connection: FeedText
    /// See ``call``.
    public let seance: FeedText
}

extension InlineArray where Element == Int {
    var sum: Int { indices.reduce(0) { $0 + self[$1] } }
}

extension Domain {
    /// Live objects.
    public var liveCounts: (seances: Int, connections: Int, calls: Int) {
        (seances.liveCount, connections.liveCount, calls.liveCount)
    }

    /// Events of it that came.
    public var eventCount: Int { eventsByType.sum }

    /// Ended objects that can still be looked at.
    public var keptCount: Int { calls.endedKept + connections.endedKept + seances.endedKept }

    /// Bytes of text held, and how many different texts they are.
    public var textUse: (bytes: Int, texts: Int) { (texts.bytesInUse, texts.count) }

    /// Calls `body` for each call, living or kept, in no order that means anything. Cost: the slots.
    public func forEachCall(_ body: (Call) -> Void) {
        for slot in 0..<calls.slots where calls[slot].header.life != .free { body(Call(domain: self, slot: slot)) }
    }

    /// Calls `body` for each connection, living or kept. Cost: the slots.
    public func forEachConnection(_ body: (Connection) -> Void) {
        for slot in 0..<connections.slots where connections[slot].header.life != .free {
            body(Connection(domain: self, slot: slot))
        }
    }

    /// Calls `body` for each seance, living or kept. Cost: the slots.
    public func forEachSeance(_ body: (Seance) -> Void) {
        for slot in 0..<seances.slots where seances[slot].header.life != .free {
            body(Seance(domain: self, slot: slot))
        }
    }

    /// The call of a key, while it is kept.
    public func call(_ key: ObjectKey) -> Call? { object(key) }
    /// The connection of a key, while it is kept.
    public func connection(_ key: ObjectKey) -> Connection? { object(key) }
    /// The seance of a key, while it is kept.
    public func seance(_ key: ObjectKey) -> Seance? { object(key) }

    private func object<Object: FeedObject>(_ key: ObjectKey) -> Object? {
        let slots =
            switch key.kind {
            case .call: calls.slots
            case .connection: connections.slots
            case .seance: seances.slots
            }
        guard key.kind == Object.kind, key.slot < slots else { return nil }
        let object = Object(domain: self, slot: Int(key.slot))
        return object.header.serial == key.serial && object.header.life != .free ? object : nil
    }

    /// The living call of an id.
    public func liveCall(id: FeedText) -> Call? {
        calls.find(texts.find(id), in: texts).map { Call(domain: self, slot: $0) }
    }

    /// The living connection of an id.
    public func liveConnection(id: FeedText) -> Connection? {
        connections.find(texts.find(id), in: texts).map { Connection(domain: self, slot: $0) }
    }

    /// The living seance of an id.
    public func liveSeance(id: FeedText) -> Seance? {
        seances.find(texts.find(id), in: texts).map { Seance(domain: self, slot: $0) }
    }

    /// The seance that ended with an id, while it is kept and its id is remembered.
    public func endedSeance(id: FeedText) -> Seance? {
        endedSlot(id, in: seances).map { Seance(domain: self, slot: $0) }
    }

    /// The connection that ended with an id, while it is kept and its id is remembered.
    public func endedConnection(id: FeedText) -> Connection? {
        endedSlot(id, in: connections).map { Connection(domain: self, slot: $0) }
    }

    /// The call that ended with an id, while it is kept and its id is remembered.
    public func endedCall(id: FeedText) -> Call? {
        endedSlot(id, in: calls).map { Call(domain: self, slot: $0) }
    }

    private func endedSlot<Record>(_ id: FeedText, in store: borrowing ObjectStore<Record>) -> Int? {
        guard !id.isEmpty, case .ended(let ended) = standing(id, in: store) else { return nil }
        return store.slot(of: ended)
    }

    /// Failures that can be looked at.
    public var failuresKept: Int { failures.count }

    /// A failure by its place in the order of arrival, 0 for the oldest of ``failuresKept``.
    public func failure(_ place: Int) -> Failure {
        let failure = failures[place]
        return Failure(
            at: failure.at, code: texts.text(failure.code), reason: texts.text(failure.reason),
            number: texts.text(failure.number), call: texts.text(failure.call),
            connection: texts.text(failure.connection), seance: texts.text(failure.seance))
    }
}
