import CSimdjson

/// One event of class `ccsevents`, decoded: its envelope, the fields that the program understands, and its line.
///
/// Its texts are in the buffers of the line and of the decoder. It is valid until the next line is decoded.
public struct Event {
    /// Which of the 19 it is.
    public var type: EventType {
        didSet { row = type.row }
    }
    /// The row of its type. It is looked up once and used about ten times.
    public private(set) var row: EventType.Row
    /// `eventts`: milliseconds since 1970, 0 to 253402300799999.
    public var at: Int64
    /// The domain. It is never cut, however long, so that two domains never look the same.
    public var domain: FeedText
    /// The line as it came, without its newline. Empty if the event went through a ``LineBatch``.
    public var line: FeedText
    /// The line without secrets that are not revealed. The line may be kept only in this form.
    public var redacted: FeedText
    /// Storage for the texts of fields. The creator of the event owns it. Stored in the event itself, all texts would be
    /// copied whenever one is read.
    private let fields: UnsafeMutablePointer<FeedText>
    /// One bit for each field with a value. An event sets about four of fifteen fields, so clearing the bits is cheaper than
    /// clearing the texts.
    private(set) var present: UInt32

    /// The number of fields that the storage holds.
    static let places = 16

    /// An empty event. The caller's storage of ``places`` texts must outlive it.
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

    /// The text of a field; empty without a value. Ids are complete, other values have at most ``maximumID`` bytes.
    public internal(set) subscript(field: Field) -> FeedText {
        @inline(__always) get { present & 1 << UInt32(field.rawValue) != 0 ? fields[Int(field.rawValue)] : .none }
        @inline(__always) set {
            fields[Int(field.rawValue)] = newValue
            present |= 1 << UInt32(field.rawValue)
        }
    }

    mutating func forgetFields() { present = 0 }

    /// The text of a field that has a value, by the field's raw value.
    func text(at index: Int) -> FeedText { fields[index] }

    /// Starts another event without fields. Of its line, only the redacted form is given.
    @inline(__always)
    mutating func begin(_ type: EventType, at: Int64, domain: FeedText, redacted: FeedText) {
        self.type = type
        self.at = at
        self.domain = domain
        self.redacted = redacted
        line = .none
        present = 0
    }

    /// Sets a field by its raw value, which must be less than 16.
    @inline(__always)
    mutating func set(_ text: FeedText, at index: Int) {
        fields[index] = text
        present |= 1 << UInt32(index)
    }

    /// The longest id, in bytes. Other values are cut to this length.
    public static let maximumID = 512
    /// The longest line of a feed, in bytes without its newline.
    public static let maximumLine = Int(CCS_MAXIMUM_LINE)
    /// The longest ``redacted`` line, in bytes. The replacement of a secret may be longer than the secret.
    public static let maximumKept = Int(CCS_MAXIMUM_KEPT)
    /// The latest `eventts`: the last millisecond of the year 9999.
    public static let latestTime: Double = 253_402_300_799_999

    /// The id of an object in the event; empty if the event names no object of that kind.
    public func id(_ kind: EventType.Subject) -> FeedText {
        let own =
            switch kind {
            case .call: self[.call]
            case .connection: self[.connection]
            case .seance: self[.seance]
            }
        return own.isEmpty && row.subject == kind ? self[.subject] : own
    }

    /// Whether it names every object that its type requires, by ids that are not too long.
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
