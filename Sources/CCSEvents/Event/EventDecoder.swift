import CSimdjson

/// Decodes a line into an event, or classifies the line.
///
/// Use one decoder for each thread. In the steady state it allocates no memory. Texts stay in the line and in the parser
/// until the next line.
public struct EventDecoder: ~Copyable {
    /// The verdict on a line, as far as it does not depend on earlier lines. In the order of section 4 of feed.md.
    public enum Outcome: Equatable, Sendable, BitwiseCopyable {
        /// White space only.
        case blank
        /// Not UTF-8, not JSON, not one of the feed's forms, or without a good `eventts` or `data`.
        case malformed(Fault)
        /// `["method",{…}]` with another method than `notify`.
        case control
        /// Another class than `ccsevents`.
        case otherClass
        /// None of the 19 types.
        case unknownType
        /// It names no domain, and there is no default domain.
        case noDomain
        /// Of another domain than the one chosen.
        case otherDomain
        /// An event, stored in ``EventDecoder/event``. Its ids are not checked yet.
        case event
    }

    /// Why a line is malformed.
    public enum Fault: String, CaseIterable, Sendable, BitwiseCopyable {
        /// Not UTF-8 or not JSON.
        case notJSON = "not JSON"
        /// JSON, but not one of the feed's forms.
        case noForm = "no class and type"
        /// No `eventts` that is a number in range.
        case badTime = "no eventts in range"
        /// No `data` that is an object.
        case noData = "no data object"
        /// No id that the type needs, or one that is too long.
        case noID = "no id"
    }

    /// The options of a decoder.
    public struct Options: Sendable {
        /// The names of fields.
        public var map: FieldMap
        /// The default domain, for events that name none.
        public var feedDomain: String?
        /// The only wanted domain, or nil for all.
        public var onlyDomain: String?
        /// Whether DTMF digits are kept.
        public var revealDTMF: Bool
        /// Whether record keys are kept.
        public var revealKeys: Bool
        /// Whether telephone numbers in kept lines are masked (``NumberMask``).
        public var masksNumbers: Bool

        /// By default: the default field map, all domains, no secrets.
        public init(
            map: FieldMap = FieldMap(), feedDomain: String? = nil, onlyDomain: String? = nil,
            revealDTMF: Bool = false, revealKeys: Bool = false, masksNumbers: Bool = false
        ) {
            self.map = map
            self.feedDomain = feedDomain
            self.onlyDomain = onlyDomain
            self.revealDTMF = revealDTMF
            self.revealKeys = revealKeys
            self.masksNumbers = masksNumbers
        }
    }

    /// The last decoded event, valid if the outcome was ``Outcome/event``.
    public private(set) var event: Event
    /// Whether the last decoded frame wants an answer. The answer must carry ``qid``.
    public private(set) var wantsAnswer = false
    /// The domain of the last decoded line, if it was decoded that far.
    public private(set) var domain = FeedText.none

    /// Class and type of the last decoded line, if one of them was unknown. Valid until the next line.
    public private(set) var stranger = (className: FeedText.none, type: FeedText.none)

    /// Whether the line itself names ``domain``.
    public private(set) var namesDomain = false

    /// The method of the last decoded control frame.
    public private(set) var method = FeedText.none

    /// Whether ``Event/redacted`` is needed. Otherwise it is empty.
    var keepsLines = true

    let parser: OpaquePointer
    private var feedDomain: UnsafeMutableRawBufferPointer
    private let onlyDomain: UnsafeMutableRawBufferPointer?
    private let hidden: UInt32
    /// With masking: the names in `data` whose values are no telephone numbers.
    private let unmasked: [[UInt8]]?
    /// The buffer of the masked line.
    private var masked = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private let fields: UnsafeMutablePointer<ccs_text>
    /// The storage for the fields of the event.
    private let texts: UnsafeMutablePointer<FeedText>

    /// Returns nil if there is no memory for the parser.
    public init?(_ options: Options = Options()) {
        guard let parser = ccs_parser_create() else { return nil }
        self.parser = parser
        fields = .allocate(capacity: Int(CCS_FIELDS))
        let places = UnsafeMutablePointer<FeedText>.allocate(capacity: Event.places)
        places.initialize(repeating: .none, count: Event.places)
        texts = places
        event = Event(fields: places)
        feedDomain = Self.copy(options.feedDomain ?? "")
        onlyDomain = options.onlyDomain.map(Self.copy)
        hidden =
            (options.revealDTMF ? 0 : 1 << UInt32(Field.digit.rawValue))
            | (options.revealKeys ? 0 : 1 << UInt32(Field.key.rawValue))
        unmasked = options.masksNumbers ? Self.namesOfIDs(options.map) : nil
        for row in EventType.table {
            let kept = row.secret == nil ? [] : row.fields
            ccs_parser_add_type(
                parser, row.name.description, row.name.utf8CodeUnitCount, row.secret.map(Self.bit) ?? 0,
                kept.reduce(0) { $0 | Self.bit($1) })
        }
        for field in Field.allCases {
            for (rank, name) in options.map[field].enumerated() {
                _ = ccs_parser_add_name(
                    parser, name, name.utf8.count, UInt32(field.rawValue), UInt32(rank), field.row.secret)
            }
        }
    }

    deinit {
        ccs_parser_destroy(parser)
        fields.deallocate()
        texts.deallocate()
        feedDomain.deallocate()
        onlyDomain?.deallocate()
        masked.deallocate()
    }

    /// Changes the default domain, which can differ between feeds.
    public mutating func setFeedDomain(_ name: String?) {
        feedDomain.deallocate()
        feedDomain = Self.copy(name ?? "")
    }

    /// Decodes a line without its newline, and classifies it. Cost: proportional to the length of the line. A line that is
    /// not `padded` is copied first. `padded` means that ``LineFramer/padding`` bytes after it may be read, as the framer
    /// provides.
    public mutating func decode(_ line: UnsafeRawBufferPointer, padded: Bool = false) -> Outcome {
        wantsAnswer = false
        domain = .none
        method = .none
        guard !LineFramer.isBlank(line) else { return .blank }
        var envelope = ccs_envelope()
        let start = line.baseAddress?.assumingMemoryBound(to: CChar.self)
        let form = ccs_parse(parser, start, line.count, padded, &envelope)
        // The platform waits for an answer to every notify, whatever it carries.
        wantsAnswer = envelope.has_qid && form != CCS_CONTROL
        switch form {
        case CCS_NOT_JSON: return .malformed(.notJSON)
        case CCS_NO_FORM: return .malformed(.noForm)
        case CCS_CONTROL:
            method = FeedText(envelope.method)
            return .control
        default: break
        }
        domain = FeedText(envelope.domain)
        guard FeedText(envelope.event_class) == Self.className else {
            stranger = (FeedText(envelope.event_class), FeedText(envelope.type))
            return .otherClass
        }
        guard let type = EventType(rawValue: UInt8(clamping: envelope.type_index)), envelope.type_index >= 0 else {
            stranger = (FeedText(envelope.event_class), FeedText(envelope.type))
            return .unknownType
        }
        namesDomain = !domain.isEmpty
        if domain.isEmpty {
            guard !feedDomain.isEmpty else { return .noDomain }
            domain = FeedText(UnsafeRawBufferPointer(feedDomain))
        }
        if let onlyDomain, FeedText(UnsafeRawBufferPointer(onlyDomain)) != domain { return .otherDomain }
        event.type = type
        guard envelope.has_time, envelope.time >= 0, envelope.time <= Event.latestTime else {
            return .malformed(.badTime)
        }
        guard envelope.has_data else { return .malformed(.noData) }
        // A time below 1e11 is in seconds: in milliseconds it would be before March 1973.
        event.at = Int64((envelope.time < 1e11 ? envelope.time * 1000 : envelope.time).rounded())
        event.domain = domain
        event.line = FeedText(line)
        takeFields()
        return .event
    }

    /// Whether the last decoded line names an unwanted domain.
    public var isOfAnotherDomain: Bool {
        guard let onlyDomain, !domain.isEmpty else { return false }
        return FeedText(UnsafeRawBufferPointer(onlyDomain)) != domain
    }

    /// The `qid` of the last decoded frame as JSON, if it has one. Valid until the next line.
    public var qid: FeedText { FeedText(ccs_qid(parser)) }

    /// A string parameter of the last decoded control frame. Valid until the next line.
    public func parameter(_ name: String) -> FeedText {
        FeedText(ccs_parameter(parser, name, name.utf8.count))
    }

    /// A parameter of the last decoded control frame, as JSON. Valid until the next line or the next call.
    public func parameterJSON(_ name: String) -> FeedText {
        FeedText(ccs_parameter_json(parser, name, name.utf8.count))
    }

    private mutating func takeFields() {
        var holdsSecret = false
        var found = ccs_fields(parser, hidden, fields, &holdsSecret)
        event.forgetFields()
        while found != 0 {
            let index = found.trailingZeroBitCount
            found &= found - 1
            guard let field = Field(rawValue: UInt8(index)) else { continue }
            let text = FeedText(fields[index])
            event[field] = field.isID ? text : text.cut(to: Event.maximumID)
        }
        if !keepsLines {
            event.redacted = .none
        } else if unmasked != nil || (holdsSecret && hidden != 0) {
            redactLine()
        } else {
            event.redacted = event.line.trimmed
        }
        if hidden & 1 << UInt32(Field.digit.rawValue) != 0 { event[.digit] = .none }
        // The existence of a key is no secret, only the key itself.
        if hidden & 1 << UInt32(Field.key.rawValue) != 0, !event[.key].isEmpty { event[.key] = Self.hiddenKey }
    }

    /// Makes the redacted line. It must not exceed ``Event/maximumKept``, because every reader of kept lines relies on that.
    /// A line that would exceed it because of many secrets gets replacements of one character.
    private mutating func redactLine() {
        event.redacted = redacted(isBrief: false)
        if event.redacted.bytes.count > Event.maximumKept { event.redacted = redacted(isBrief: true) }
    }

    private mutating func redacted(isBrief: Bool) -> FeedText {
        let line = ccs_redacted(parser, hidden, isBrief)
        guard let unmasked else { return FeedText(line) }
        // This writes into the parser's own memory, which is not read again before the next line.
        let bytes = UnsafeMutableRawBufferPointer(
            start: UnsafeMutableRawPointer(mutating: line.bytes), count: line.length)
        return FeedText(NumberMask.maskLine(bytes, keeping: unmasked, into: &masked))
    }

    /// Ids are not masked, because searches look for them in lines.
    private static func namesOfIDs(_ map: FieldMap) -> [[UInt8]] {
        let fields = Field.allCases.filter(\.isID)
        return fields.flatMap { map[$0] }.map { Array(($0.split(separator: ".").last ?? "").utf8) }
    }

    private static func bit(_ field: Field) -> UInt32 { 1 << UInt32(field.rawValue) }

    private static func copy(_ text: String) -> UnsafeMutableRawBufferPointer {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
        bytes.copyBytes(from: text.utf8)
        return bytes
    }

    private static var className: FeedText { FeedText("ccsevents") }
    /// The replacement for a key that is not revealed.
    public static var hiddenKey: FeedText { FeedText("(hidden)") }
}

extension FeedText {
    init(_ text: ccs_text) {
        self.init(UnsafeRawBufferPointer(start: text.bytes, count: text.bytes == nil ? 0 : text.length))
    }
}
