import CCSEvents

/// What every object has: its id, its state, and when things happened to it.
struct ObjectHeader {
    var id = TextID.none
    var state = TextID.none
    /// Tells this life of the slot from earlier ones; counts up over a domain's objects of a kind.
    var serial: UInt32 = 0
    /// `eventts` of the newest event about it.
    var newest = Moment.none
    /// Over which connection it was heard of last (``Stints``).
    var stint: Stints.Number = 0
    /// Facts that no event has carried since a gap.
    var stale: StaleFacts = []
    /// `eventts` of the event that changed the state.
    var stateSince = Moment.none
    /// `eventts` of the event that changed the phase: one that has several states lasts through all of them.
    var phaseSince = Moment.none
    /// `eventts` of its create.
    var createdAt = Moment.none
    /// `eventts` of the first event that was heard of it.
    var heardAt = Moment.none
    /// `eventts` of its delete.
    var endedAt = Moment.none
    var phase = Phase.none
    /// Whether the state may be older than ``stateSince``: the first event of a partial object told of it, and not of a change.
    var isStateOlder = false
    var life = Life.free
    /// The newest event's type.
    var lastType = EventType.callCreate
    /// A failure named it.
    var failed = false
    /// What is wrong with it: a bit for each of ``Detector/of(_:)``.
    var wrong: UInt8 = 0
    /// No create was heard.
    var isPartial: Bool { createdAt == .none }
    /// Something is wrong with it.
    var hasAnomaly: Bool { wrong != 0 }
    /// When it is looked at next (``Domain/advance(to:)``).
    var nextCheck = Moment.none

    /// All times of the feed in it.
    static var moments: [WritableKeyPath<ObjectHeader, Moment>] {
        [\.newest, \.stateSince, \.phaseSince, \.createdAt, \.heardAt, \.endedAt]
    }

    mutating func end(at moment: Moment) {
        life = .ended
        endedAt = moment
    }

    enum Life: UInt8 {
        /// The slot is empty.
        case free
        case live
        /// Ended, and kept to look at.
        case ended
    }
}

/// A record that begins with a header. How it is kept is in ``PackedRecords``.
protocol ObjectRecord: PackableRecord where Status == ObjectStatus {
    init()
    var header: ObjectHeader { get set }
    static var kind: EventType.Subject { get }
    /// All times of the feed in it, those of its header apart.
    static var moments: [WritableKeyPath<Self, Moment>] { get }
}

/// A leg.
struct CallRecord: ObjectRecord {
    var header = ObjectHeader()
    var number = TextID.none
    var name = TextID.none
    var direction = TextID.none
    var digits = TextID.none
    var dtmfCount: UInt32 = 0
    var dtmfLastAt = Moment.none
    /// When the event that tied it to its connection was sent, and the one that tied it to its seance.
    var connectionTiedAt = Moment.none
    var seanceTiedAt = Moment.none
    /// Since when it is in its connection. Later links to the same one change only ``connectionTiedAt``.
    var connectedSince = Moment.none
    var measure = CallMeasure()
    static var kind: EventType.Subject { .call }
    static var moments: [WritableKeyPath<CallRecord, Moment>] {
        [\.dtmfLastAt, \.connectionTiedAt, \.seanceTiedAt, \.connectedSince, \.measure.rangAt, \.measure.talkedAt]
    }
}

/// A dialog.
struct ConnectionRecord: ObjectRecord {
    var header = ObjectHeader()
    var from = TextID.none
    var to = TextID.none
    var key = TextID.none
    var recordStatus = RecordStatus.none
    var hasKey = false
    /// The newest event about the record.
    var recordNewest = Moment.none
    var recordStartedAt = Moment.none
    var recordReadyAt = Moment.none
    /// Living calls in it.
    var liveCalls: UInt32 = 0
    /// Ended calls in it that are kept and hang under no seance by themselves.
    var endedCalls: UInt32 = 0
    /// When a call last came or went, or else when it began: since then it is empty, if no living call is in it.
    var emptySince = Moment.none
    /// Whether its attempt was counted for the number it goes to.
    var isCounted = false
    /// Whether its beginning, or that of its talk, was not heard: no measure counts it.
    var beganUnheard = false
    /// When the event that tied it to its seance was sent.
    var seanceTiedAt = Moment.none
    var measure = ConnectionMeasure()
    static var kind: EventType.Subject { .connection }
    static var moments: [WritableKeyPath<ConnectionRecord, Moment>] {
        [
            \.recordNewest, \.recordStartedAt, \.recordReadyAt, \.emptySince, \.seanceTiedAt, \.measure.answeredAt,
            \.measure.talkedUntil, \.measure.firstLinkedAt,
        ]
    }

    /// A call came or went; what comes late does not make it empty for longer.
    mutating func callsChanged(at: Int64) {
        if at > emptySince.orBefore { emptySince = Moment(at) }
    }
}

/// A session.
struct SeanceRecord: ObjectRecord {
    var header = ObjectHeader()
    var from = TextID.none
    var to = TextID.none
    var numbers = TextLists.List()
    /// Ended calls and connections that are kept with it, the calls of its connections included.
    var endedMembers: UInt32 = 0
    /// The number that was dialled: the first ``to``.
    var dialled = TextID.none
    /// The call that was tied to it first: its slot, and which life of that. The serial is 0 where there is none.
    var caller: (slot: UInt32, serial: UInt32) = (0, 0)
    /// Whether its beginning was not heard.
    var beganUnheard = false
    var wait = SeanceWait()
    var failures: UInt32 = 0
    /// When it came back to a number that had served it.
    var loopedAt = Moment.none
    static var kind: EventType.Subject { .seance }
    static var moments: [WritableKeyPath<SeanceRecord, Moment>] { [\.loopedAt, \.wait.since] }
}

/// Whether the caller of a seance waits, as of the last event on which that hangs.
struct SeanceWait: Equatable {
    /// Since when they wait.
    var since = Moment.none
    /// Whether it was not known if they wait.
    var isUnknown = false
    /// Whether they could not wait: somebody, or a machine, talked with them, or it is no seance of that kind.
    var isBlocked = false
}

/// How far the recording of a connection is.
public enum RecordStatus: String, CaseIterable, Sendable {
    /// Not recorded, as far as was heard.
    case none
    /// Running, or ended and not finished yet.
    case recording
    /// Finished.
    case ready
}

extension UInt32 {
    /// Adds to a count of objects. The counts of a domain are checked in debug builds; release builds stop at 0.
    mutating func add(_ change: Int32) {
        let sum = Int64(self) + Int64(change)
        assert(sum >= 0, "more was taken from a count than it had")
        self = UInt32(clamping: sum)
    }
}
