public import CCSEvents

/// Which object a row shows: its kind and its life, so that a slot that serves again is not taken for the old object.
public struct ObjectKey: Hashable, Sendable {
    /// Call, connection or seance.
    public let kind: EventType.Subject
    /// Counts up over the objects of a kind in a domain.
    public let serial: UInt32
    let slot: UInt32
}

/// An object of a domain as it stands now: reads through to the state, copies nothing. Valid until the next event.
public protocol FeedObject {
    /// The kind of object.
    static var kind: EventType.Subject { get }
    /// Where it belongs.
    var domain: Domain { get }
    /// Its slot.
    var slot: Int { get }
    /// The object in a slot that is not empty.
    init(domain: Domain, slot: Int)
}

extension FeedObject {
    var header: ObjectHeader {
        switch Self.kind {
        case .call: domain.calls[slot].header
        case .connection: domain.connections[slot].header
        case .seance: domain.seances[slot].header
        }
    }

    /// What tells it from all others.
    public var key: ObjectKey { ObjectKey(kind: Self.kind, serial: header.serial, slot: UInt32(slot)) }
    /// Its id.
    public var id: FeedText { domain.texts.text(header.id) }
    /// Its state as it came; no value before one was said.
    public var state: FeedText { domain.texts.text(header.state) }
    /// What the state means.
    public var phase: Phase { header.phase }
    /// `eventts` of the event that changed the state.
    public var stateSince: Int64? { header.stateSince.value }
    /// `eventts` of its create; nil where none was heard.
    public var createdAt: Int64? { header.createdAt.value }
    /// `eventts` of the first event heard of it.
    public var heardAt: Int64 { header.heardAt.orBefore }
    /// When it began, as far as is known: its create, or the first event heard.
    public var beganAt: Int64 { header.createdAt.value ?? header.heardAt.orBefore }
    /// `eventts` of its newest event.
    public var newestAt: Int64 { header.newest.orBefore }
    /// `eventts` of its delete; nil while it lives.
    public var endedAt: Int64? { header.endedAt.value }
    /// Whether no create was heard.
    public var isPartial: Bool { header.createdAt == .none }
    /// Whether it lives.
    public var isLive: Bool { header.life == .live }
    /// The type of its newest event.
    public var lastType: EventType { header.lastType }
    /// Whether something is wrong with it (``Domain/anomalies(of:)``).
    public var hasAnomaly: Bool { header.hasAnomaly }
    /// Whether a failure named it.
    public var hasFailed: Bool { header.failed }
}

/// A leg.
public struct Call: FeedObject {
    /// See ``FeedObject/domain``.
    public let domain: Domain
    /// See ``FeedObject/slot``.
    public let slot: Int
    /// See ``FeedObject/kind``.
    public static var kind: EventType.Subject { .call }

    /// See ``FeedObject/init(domain:slot:)``.
    public init(domain: Domain, slot: Int) {
        self.domain = domain
        self.slot = slot
    }

    private var record: CallRecord { domain.calls[slot] }

    /// Its number.
    public var number: FeedText { domain.texts.text(record.number) }
    /// The name shown for it.
    public var name: FeedText { domain.texts.text(record.name) }
    /// Its direction.
    public var direction: FeedText { domain.texts.text(record.direction) }
    /// DTMF signals heard.
    public var dtmfCount: Int { Int(record.dtmfCount) }
    /// `eventts` of the newest DTMF signal.
    public var dtmfLastAt: Int64? { record.dtmfLastAt.value }
    /// The digits, where they are revealed.
    public var digits: FeedText { domain.texts.text(record.digits) }

    /// The living connection it hangs under.
    public var connection: Connection? { keptConnection.flatMap { $0.isLive ? $0 : nil } }
    /// The living seance it is attached to.
    public var seance: Seance? { keptSeance.flatMap { $0.isLive ? $0 : nil } }
    /// The connection it was tied to last, living or kept.
    public var keptConnection: Connection? {
        domain.callsOfConnections.parent(of: slot).map { Connection(domain: domain, slot: $0) }
    }
    /// The seance it was attached to last, living or kept.
    public var keptSeance: Seance? {
        domain.callsOfSeances.parent(of: slot).map { Seance(domain: domain, slot: $0) }
    }
}

/// A dialog.
public struct Connection: FeedObject {
    /// See ``FeedObject/domain``.
    public let domain: Domain
    /// See ``FeedObject/slot``.
    public let slot: Int
    /// See ``FeedObject/kind``.
    public static var kind: EventType.Subject { .connection }

    /// See ``FeedObject/init(domain:slot:)``.
    public init(domain: Domain, slot: Int) {
        self.domain = domain
        self.slot = slot
    }

    private var record: ConnectionRecord { domain.connections[slot] }

    /// Who called.
    public var from: FeedText { domain.texts.text(record.from) }
    /// Who was called.
    public var to: FeedText { domain.texts.text(record.to) }
    /// How far its recording is.
    public var recordStatus: RecordStatus { record.recordStatus }
    /// When the recording started.
    public var recordStartedAt: Int64? { record.recordStartedAt.value }
    /// When the recording was finished.
    public var recordReadyAt: Int64? { record.recordReadyAt.value }
    /// Whether the finished recording has a key.
    public var hasKey: Bool { record.hasKey }
    /// The key, where it is revealed.
    public var recordKey: FeedText { domain.texts.text(record.key) }

    /// The living seance it is attached to.
    public var seance: Seance? { keptSeance.flatMap { $0.isLive ? $0 : nil } }
    /// The seance it was attached to last, living or kept.
    public var keptSeance: Seance? {
        domain.connectionsOfSeances.parent(of: slot).map { Seance(domain: domain, slot: $0) }
    }
    /// Calls tied to it, living or kept, in the order of tying.
    public var keptCalls: some Sequence<Call> {
        sequence(state: domain.callsOfConnections.first(of: slot)) { [domain] at in
            guard let call = at else { return nil }
            at = domain.callsOfConnections.next(after: call)
            return Call(domain: domain, slot: call)
        }
    }
    /// Living calls tied to it.
    public var calls: some Sequence<Call> { keptCalls.lazy.filter(\.isLive) }
}

/// A session.
public struct Seance: FeedObject {
    /// See ``FeedObject/domain``.
    public let domain: Domain
    /// See ``FeedObject/slot``.
    public let slot: Int
    /// See ``FeedObject/kind``.
    public static var kind: EventType.Subject { .seance }

    /// See ``FeedObject/init(domain:slot:)``.
    public init(domain: Domain, slot: Int) {
        self.domain = domain
        self.slot = slot
    }

    private var record: SeanceRecord { domain.seances[slot] }

    /// Who called.
    public var from: FeedText { domain.texts.text(record.from) }
    /// Who was called.
    public var to: FeedText { domain.texts.text(record.to) }
    /// Numbers that served it, in order.
    public var numbers: [FeedText] { domain.numbers.texts(of: record.numbers).map { domain.texts.text($0) } }
    /// Whether there is one among ``numbers`` that is wanted.
    public func hasNumber(where isWanted: (FeedText) -> Bool) -> Bool {
        domain.numbers.has(in: record.numbers) { isWanted(domain.texts.text($0)) }
    }
    /// Numbers in ``numbers``.
    public var numberCount: Int { Int(record.numbers.count) }
    /// Failures that named it, or what hung under it.
    public var failureCount: Int { Int(record.failures) }

    /// Connections attached to it, living or kept, in the order of attaching.
    public var keptConnections: some Sequence<Connection> {
        sequence(state: domain.connectionsOfSeances.first(of: slot)) { [domain] at in
            guard let connection = at else { return nil }
            at = domain.connectionsOfSeances.next(after: connection)
            return Connection(domain: domain, slot: connection)
        }
    }
    /// Living connections attached to it.
    public var connections: some Sequence<Connection> { keptConnections.lazy.filter(\.isLive) }
    /// Calls attached to it, living or kept, wherever they hang.
    public var keptCalls: some Sequence<Call> {
        sequence(state: domain.callsOfSeances.first(of: slot)) { [domain] at in
            guard let call = at else { return nil }
            at = domain.callsOfSeances.next(after: call)
            return Call(domain: domain, slot: call)
        }
    }
    /// Living calls that hang right under it: attached to it, and in no living connection.
    public var calls: some Sequence<Call> { keptCalls.lazy.filter { $0.isLive && $0.connection == nil } }
}
