import CSimdjson

/// One event of class `ccsevents`, decoded: its envelope, the fields the program understands, and its line.
///
/// Its texts lie in the line and in the decoder: it is valid until the next line is decoded.
public struct Event {
    /// Which of the 19 it is.
    public var type: EventType {
        didSet { row = type.row }
    }
    /// What depends on its type alone: looked up once, asked for ten times.
    public private(set) var row: EventType.Row
    /// `eventts`: milliseconds since 1970, 0 to 253402300799999.
    public var at: Int64
    /// The tenant, whole however long: it is never cut, so that two never look alike.
    public var domain: FeedText
    /// The line as it came, without its end; empty where the event has gone through a ``LineBatch``.
    public var line: FeedText
    /// The line without the secrets that are not revealed: the only form in which it may be kept.
    public var redacted: FeedText
    /// Places for the texts of fields, which belong to whoever made the event: in the event itself they would be copied, all of
    /// them, whenever one of them is asked for.
    private let fields: UnsafeMutablePointer<FeedText>
    /// The fields with a value, a bit each: an event has four of fifteen, so the others are not cleared.
    private(set) var present: UInt32

    /// How many fields there are places for.
    static let places = 16

    /// An event of nothing, with ``places`` places that outlive it.
    init(fields: UnsafeMutablePointer<FeedText>) {
        self.fields = fields
        type = .callCreate
        row = EventType.callCreate.row
        at = 0
        domain = .none
        line = .none
        redacted = .none
        present = 0
    }

    /// A field's text, without a value where nothing was said. Ids are whole, other values at most ``maximumID`` bytes.
    public internal(set) subscript(field: Field) -> FeedText {
        @inline(__always) get { present & 1 << UInt32(field.rawValue) != 0 ? fields[Int(field.rawValue)] : .none }
        @inline(__always) set {
            fields[Int(field.rawValue)] = newValue
            present |= 1 << UInt32(field.rawValue)
        }
    }

    mutating func forgetFields() { present = 0 }

    /// The text of a field that has a value, by its raw value.
    func text(at index: Int) -> FeedText { fields[index] }

    /// Becomes another event, whose fields are yet to be set, and of whose line there is no more than the form to keep.
    @inline(__always)
    mutating func begin(_ type: EventType, at: Int64, domain: FeedText, redacted: FeedText) {
        self.type = type
        self.at = at
        self.domain = domain
        self.redacted = redacted
        line = .none
        present = 0
    }

    /// Sets a field by its raw value, below 16.
    @inline(__always)
    mutating func set(_ text: FeedText, at index: Int) {
        fields[index] = text
        present |= 1 << UInt32(index)
    }

    /// The longest id, in bytes, and where other values are cut.
    public static let maximumID = 512
    /// The longest line of a feed, in bytes without its end.
    public static let maximumLine = Int(CCS_MAXIMUM_LINE)
    /// The longest ``redacted`` line, in bytes: what stands for a secret may be longer than the secret.
    public static let maximumKept = Int(CCS_MAXIMUM_KEPT)
    /// The latest `eventts`: the last millisecond of the year 9999.
    public static let latestTime: Double = 253_402_300_799_999

    /// The id of an object the event is about; no value for a kind it does not name.
    public func id(_ kind: EventType.Subject) -> FeedText {
        let own =
            switch kind {
            case .call: self[.call]
            case .connection: self[.connection]
            case .seance: self[.seance]
            }
        return own.isEmpty && row.subject == kind ? self[.subject] : own
    }

    /// Whether it names every object its type needs, by ids that are not too long.
    public var hasItsIDs: Bool {
        guard let subject = row.subject else {
            return self[.call].isNoLongerThanAnID && self[.connection].isNoLongerThanAnID
                && self[.seance].isNoLongerThanAnID
        }
        return id(subject).isID && (row.other.map { id($0).isID } ?? true)
    }
}

extension FeedText {
    fileprivate var isNoLongerThanAnID: Bool { bytes.count <= Event.maximumID }
    fileprivate var isID: Bool { !isEmpty && isNoLongerThanAnID }
}
