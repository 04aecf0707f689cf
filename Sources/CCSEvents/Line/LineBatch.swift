/// Decoded lines of one piece of a feed, with all parts of events that the state needs.
///
/// Everything is in one buffer. So a batch goes to the ingest thread as a whole, and the buffer is used again. Secrets that
/// are not revealed can only be in the beginning of a refused line (``Line/beginning``).
public struct LineBatch: Sendable {
    /// The result of reading a line.
    public enum Found: Sendable, BitwiseCopyable {
        /// Longer than the limit.
        case oversized
        /// The verdict of the decoder.
        case line(EventDecoder.Outcome)
    }

    /// How a line counts: by itself, or with others as one message of a PBX.
    public enum Part: UInt8, Sendable, BitwiseCopyable {
        /// A line of a feed.
        case whole
        /// The first event of a message, or a message without events.
        case first
        /// A further event of the message before. It is not counted again.
        case further
    }

    /// A line of a batch. Its texts are views into the batch.
    public struct Line {
        /// The result of reading it.
        public let found: Found
        /// How it counts.
        public let part: Part
        /// For an event, the digest of its bytes.
        public let digest: LineDigest
        /// The domain, if the line was decoded that far. For an unwanted domain, the first ``otherDomainLength`` bytes.
        public let domain: FeedText
        /// Whether the line itself names ``domain``.
        public let namesDomain: Bool
        /// Whether it names an unwanted domain.
        public let isOfAnotherDomain: Bool
        /// The first ``beginningLength`` bytes of a refused line, unchanged.
        public let beginning: FeedText
    }

    /// Bytes kept of a refused line. It is more than the screen shows, so that the screen can indicate a cut.
    public static let beginningLength = 256
    /// Bytes kept of the name of an unwanted domain.
    public static let otherDomainLength = 64

    /// The number of the source.
    public private(set) var source: Int
    /// The time of arrival: wall clock, milliseconds since 1970.
    public private(set) var arrival: Int64
    /// The number of the source's connection, from 1; 0 if it has none.
    public private(set) var connection: Int
    /// The number of lines.
    public private(set) var lines = 0
    /// The frames among the lines that their connection must react to.
    public internal(set) var frames: [FeedFrame] = []

    /// The buffer. It can be used for another batch when this one is done.
    public private(set) var buffer: [UInt8]
    /// The number of used bytes.
    public private(set) var used = 0

    /// An empty batch. It reuses `buffer` if one is given.
    public init(source: Int = 0, arrival: Int64 = 0, connection: Int = 0, buffer: [UInt8] = []) {
        self.source = source
        self.arrival = arrival
        self.connection = connection
        self.buffer = buffer
    }

    /// Empties the batch, for other lines.
    public mutating func restart(source: Int, arrival: Int64, connection: Int = 0) {
        (self.source, self.arrival, self.connection) = (source, arrival, connection)
        (lines, used) = (0, 0)
        if !frames.isEmpty { frames.removeAll() }
    }

    /// The head of a line. After it come the lengths of the event's fields, four bytes each, and then the texts.
    struct Head: BitwiseCopyable {
        var found: Found
        var part = Part.whole
        var type = EventType.callCreate
        var namesDomain = false
        var isOfAnotherDomain = false
        /// One bit for each field with a value.
        var fields: UInt32 = 0
        var at: Int64 = 0
        var digest = LineDigest.none
        var domain: UInt32 = 0
        var redacted: UInt32 = 0
        var beginning: UInt32 = 0

        init(_ found: Found) { self.found = found }
    }

    private static let smallest = 16 << 10

    /// Adds a line. `event` counts only if the head says that the line is an event.
    mutating func append(
        _ head: Head, domain: FeedText = .none, redacted: FeedText = .none, beginning: FeedText = .none,
        _ event: Event
    ) {
        var head = head
        head.domain = UInt32(truncatingIfNeeded: domain.bytes.count)
        head.redacted = UInt32(truncatingIfNeeded: redacted.bytes.count)
        head.beginning = UInt32(truncatingIfNeeded: beginning.bytes.count)
        var size = MemoryLayout<Head>.size + domain.bytes.count + redacted.bytes.count + beginning.bytes.count
        var fields = head.fields
        while fields != 0 {
            size += 4 + event.text(at: fields.trailingZeroBitCount).bytes.count
            fields &= fields - 1
        }
        if used + size > buffer.count { grow(to: used + size) }
        buffer.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            var place = base + used
            place.storeBytes(of: head, as: Head.self)
            place += MemoryLayout<Head>.size
            var lengths = place
            place += 4 * head.fields.nonzeroBitCount
            Self.put(domain, &place)
            Self.put(redacted, &place)
            Self.put(beginning, &place)
            var fields = head.fields
            while fields != 0 {
                let text = event.text(at: fields.trailingZeroBitCount)
                lengths.storeBytes(of: UInt32(truncatingIfNeeded: text.bytes.count), as: UInt32.self)
                lengths += 4
                Self.put(text, &place)
                fields &= fields - 1
            }
            assert(place == base + used + size, "LineBatch: a line of \(size) bytes has another size")
        }
        used += size
        lines += 1
    }

    @inline(__always)
    private static func put(_ text: FeedText, _ place: inout UnsafeMutableRawPointer) {
        guard let start = text.bytes.baseAddress else { return }
        place.copyMemory(from: start, byteCount: text.bytes.count)
        place += text.bytes.count
    }

    private mutating func grow(to size: Int) {
        let room = max(size, buffer.count * 2, Self.smallest)
        buffer.append(contentsOf: repeatElement(0, count: room - buffer.count))
    }

    /// Passes on lines in order, at most `limit` from `position` (0 at first). Returns true if there may be more. `event`
    /// has all of the original event except its line. Line and event are valid only during `body`.
    public func forEach(
        from position: inout Int, limit: Int = .max, _ body: (Line, borrowing Event) -> Void
    ) -> Bool {
        guard position < used else { return false }
        withUnsafeTemporaryAllocation(of: FeedText.self, capacity: Event.places) { places in
            guard let fields = places.baseAddress else { return }
            fields.initialize(repeating: .none, count: Event.places)
            var event = Event(fields: fields)
            var left = limit
            buffer.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                while left > 0, position < used {
                    let line = Self.line(base, &position, &event)
                    assert(position <= used, "LineBatch: a line ends after the last one")
                    body(line, event)
                    left -= 1
                }
            }
        }
        return position < used
    }

    @inline(__always)
    private static func line(_ base: UnsafeRawPointer, _ position: inout Int, _ event: inout Event) -> Line {
        let head = base.loadUnaligned(fromByteOffset: position, as: Head.self)
        var lengths = base + position + MemoryLayout<Head>.size
        var place = lengths + 4 * head.fields.nonzeroBitCount
        let domain = take(head.domain, &place)
        let redacted = take(head.redacted, &place)
        let beginning = take(head.beginning, &place)
        if case .line(.event) = head.found {
            event.begin(head.type, at: head.at, domain: domain, redacted: redacted)
            var fields = head.fields
            while fields != 0 {
                event.set(take(lengths.loadUnaligned(as: UInt32.self), &place), at: fields.trailingZeroBitCount)
                lengths += 4
                fields &= fields - 1
            }
        }
        position = place - base
        return Line(
            found: head.found, part: head.part, digest: head.digest, domain: domain, namesDomain: head.namesDomain,
            isOfAnotherDomain: head.isOfAnotherDomain, beginning: beginning)
    }

    @inline(__always)
    private static func take(_ length: UInt32, _ place: inout UnsafeRawPointer) -> FeedText {
        defer { place += Int(length) }
        return FeedText(UnsafeRawBufferPointer(start: place, count: Int(length)))
    }

    /// A copy whose buffer is no larger than necessary.
    public func compact() -> LineBatch {
        var copy = self
        copy.buffer = Array(buffer.prefix(used))
        return copy
    }
}
