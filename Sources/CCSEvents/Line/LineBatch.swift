/// Lines that were read from one piece of a feed: what each of them is, and of an event all that the state needs of it.
///
/// Everything lies in one buffer, so that a batch goes from the thread that reads to the one that reduces whole, and the buffer
/// serves again. A secret that is not revealed gets in only as the beginning of a line that was refused (``Line/beginning``).
public struct LineBatch: Sendable {
    /// What a line was found to be.
    public enum Found: Sendable, BitwiseCopyable {
        /// Too long to be held.
        case oversized
        /// What the decoder said.
        case line(EventDecoder.Outcome)
    }

    /// A line, as it is taken out of a batch; its texts lie there.
    public struct Line {
        /// What it is.
        public let found: Found
        /// Of an event: the digest of its bytes.
        public let digest: LineDigest
        /// The domain it belongs to, where it got that far; of an event that is not wanted, its first ``otherDomainLength`` bytes.
        public let domain: FeedText
        /// Whether ``domain`` stands in the line itself.
        public let namesDomain: Bool
        /// Whether it names a domain that is not wanted.
        public let isOfAnotherDomain: Bool
        /// The first ``beginningLength`` bytes of a line that was refused, as they came.
        public let beginning: FeedText
    }

    /// Bytes kept of a line that was refused: more than what is shown of it, so that it can be told that there was more.
    public static let beginningLength = 256
    /// Bytes kept of the name of a domain that is not wanted.
    public static let otherDomainLength = 64

    /// Which source the lines are from.
    public private(set) var source: Int
    /// When they came: wall clock, milliseconds since 1970.
    public private(set) var arrival: Int64
    /// Which of the source's connections they came on, from 1; 0 for what is no connection.
    public private(set) var connection: Int
    /// Lines in it.
    public private(set) var lines = 0
    /// Frames among the lines that want something.
    public internal(set) var frames: [FeedFrame] = []

    /// Its buffer, for whoever makes another batch when this one is done with.
    public private(set) var buffer: [UInt8]
    /// Bytes of the buffer that are in use.
    public private(set) var used = 0

    /// An empty batch. A `buffer` that served before saves making one.
    public init(source: Int = 0, arrival: Int64 = 0, connection: Int = 0, buffer: [UInt8] = []) {
        self.source = source
        self.arrival = arrival
        self.connection = connection
        self.buffer = buffer
    }

    /// Empties it for other lines.
    public mutating func restart(source: Int, arrival: Int64, connection: Int = 0) {
        (self.source, self.arrival, self.connection) = (source, arrival, connection)
        (lines, used) = (0, 0)
        if !frames.isEmpty { frames.removeAll() }
    }

    /// What stands before the texts of a line. The lengths of an event's fields follow it, four bytes each, and then the texts.
    struct Head: BitwiseCopyable {
        var found: Found
        var type = EventType.callCreate
        var namesDomain = false
        var isOfAnotherDomain = false
        /// The fields that have a value, a bit each.
        var fields: UInt32 = 0
        var at: Int64 = 0
        var digest = LineDigest.none
        var domain: UInt32 = 0
        var redacted: UInt32 = 0
        var beginning: UInt32 = 0

        init(_ found: Found) { self.found = found }
    }

    private static let smallest = 16 << 10

    /// Adds a line; `event` where it is one, and else its head says that it has no fields.
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

    /// Hands out lines in order, from `position` on (0 at first) and `limit` at most; true when there may be more. Of an event all
    /// but its line is in `event` again. What is handed out is valid until `body` returns.
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
            found: head.found, digest: head.digest, domain: domain, namesDomain: head.namesDomain,
            isOfAnotherDomain: head.isOfAnotherDomain, beginning: beginning)
    }

    @inline(__always)
    private static func take(_ length: UInt32, _ place: inout UnsafeRawPointer) -> FeedText {
        defer { place += Int(length) }
        return FeedText(UnsafeRawBufferPointer(start: place, count: Int(length)))
    }

    /// The same lines in a buffer that is no larger than they need.
    public func compact() -> LineBatch {
        var copy = self
        copy.buffer = Array(buffer.prefix(used))
        return copy
    }
}
