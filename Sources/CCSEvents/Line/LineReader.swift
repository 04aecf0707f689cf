/// Reads pieces of feeds into batches of decoded lines. It combines a framer for each source with the decoder.
///
/// Apart from the greeting of a source, it remembers no earlier line. So it can run on another thread than the state.
public struct LineReader: ~Copyable {
    /// Whether redacted lines are kept, for a log or a recording.
    public var keepsLines: Bool {
        get { decoder.keepsLines }
        set { decoder.keepsLines = newValue }
    }

    private var decoder: EventDecoder
    private var sources: [Source] = []
    /// The default domain for all sources without their own, and the one that the decoder currently uses.
    private let feedDomain: String?
    private var decodedDomain: String?

    /// A class, because an array cannot hold noncopyable framers directly.
    private final class Source {
        var framer = LineFramer()
        /// The default domain of this source, if it has its own.
        var feedDomain: String?
    }

    /// Returns nil if there is no memory for the parser.
    public init?(_ options: EventDecoder.Options, keepsLines: Bool = true) {
        guard var decoder = EventDecoder(options) else { return nil }
        decoder.keepsLines = keepsLines
        self.decoder = decoder
        feedDomain = options.feedDomain
        decodedDomain = options.feedDomain
    }

    /// Reads lines of a piece of the batch's source, at most `limit` from `position`. Returns true if there may be more.
    ///
    /// - Precondition: ``LineFramer/padding`` bytes after `piece` can be read.
    public mutating func read(
        _ piece: UnsafeRawBufferPointer, from position: inout Int, limit: Int = .max, into batch: inout LineBatch
    ) -> Bool {
        let source = source(batch.source)
        var left = limit
        while left > 0 {
            guard let line = source.framer.next(in: piece, from: &position) else { return false }
            add(line, to: &batch)
            left -= 1
        }
        return position < piece.count
    }

    /// Reads the last line of the batch's source if it lacks its newline. Call it at the end of the source, or of a file.
    public mutating func finish(into batch: inout LineBatch) {
        let source = source(batch.source)
        if let line = source.framer.finish() { add(line, to: &batch) }
    }

    /// Reads a line from another framer, followed by ``LineFramer/padding`` readable bytes.
    public mutating func read(_ line: LineFramer.Line, into batch: inout LineBatch) {
        _ = source(batch.source)
        add(line, to: &batch)
    }

    /// Starts a source again under the number of a source that has ended and was finished.
    public mutating func begin(source: Int) {
        _ = self.source(source)
        sources[source] = Source()
    }

    /// Sets the default domain of one source; nil for the common one.
    public mutating func setFeedDomain(_ name: String?, source: Int) { self.source(source).feedDomain = name }

    /// The state of a source, created at its first use.
    private mutating func source(_ number: Int) -> Source {
        while sources.count <= number { sources.append(Source()) }
        let domain = sources[number].feedDomain ?? feedDomain
        if domain != decodedDomain {
            decoder.setFeedDomain(domain)
            decodedDomain = domain
        }
        return sources[number]
    }

    /// Reads an event that a message of a PBX caused: text without line end, followed by ``LineFramer/padding`` readable bytes.
    public mutating func read(
        _ event: UnsafeRawBufferPointer, part: LineBatch.Part, into batch: inout LineBatch
    ) {
        _ = source(batch.source)
        add(.line(event), part: part, to: &batch)
    }

    /// Counts a message of a PBX that caused no event. `beginning` is what is shown of it if it is refused.
    public mutating func count(
        _ found: LineBatch.Found, beginning: UnsafeRawBufferPointer, into batch: inout LineBatch
    ) {
        _ = source(batch.source)
        var head = LineBatch.Head(found)
        head.part = .first
        batch.append(head, beginning: Self.beginning(of: beginning), decoder.event)
    }

    private mutating func add(
        _ line: LineFramer.Line, part: LineBatch.Part = .whole, to batch: inout LineBatch
    ) {
        guard case .line(let bytes) = line else { return batch.append(LineBatch.Head(.oversized), decoder.event) }
        let outcome = decoder.decode(bytes, padded: true)
        if decoder.wantsAnswer {
            batch.frames.append(.answer(source: batch.source, qid: Array(decoder.qid.bytes)))
        }
        var head = LineBatch.Head(.line(outcome))
        head.part = part
        switch outcome {
        case .blank:
            batch.append(head, decoder.event)
        case .control:
            batch.append(head, decoder.event)
            addControl(to: &batch)
        case .otherDomain:
            batch.append(head, domain: decoder.domain.cut(to: LineBatch.otherDomainLength), decoder.event)
        case .event:
            head.type = decoder.event.type
            head.at = decoder.event.at
            head.namesDomain = decoder.namesDomain
            head.fields = decoder.event.present
            head.digest = LineDigest(bytes)
            batch.append(
                head, domain: decoder.domain, redacted: decoder.event.redacted,
                beginning: decoder.event.hasItsIDs ? .none : Self.beginning(of: bytes), decoder.event)
        case .malformed, .otherClass, .unknownType, .noDomain:
            head.isOfAnotherDomain = decoder.isOfAnotherDomain
            batch.append(head, domain: decoder.domain, beginning: Self.beginning(of: bytes), decoder.event)
        }
    }

    private static func beginning(of line: UnsafeRawBufferPointer) -> FeedText {
        FeedText(UnsafeRawBufferPointer(rebasing: line.prefix(LineBatch.beginningLength)))
    }

    private mutating func addControl(to batch: inout LineBatch) {
        let qid = decoder.qid
        let result = decoder.parameter("result")
        let isGreeting = decoder.method == FeedText(FeedGreeting.method)
        batch.frames.append(
            .control(
                source: batch.source, method: decoder.method.string, qid: qid.isEmpty ? nil : Array(qid.bytes),
                result: result.isEmpty ? nil : result.string))
        guard isGreeting else { return }
        // From the next line on, the domain of the greeting is the default, unless the user chose one.
        let greeting = FeedGreeting(decoder)
        batch.frames.append(.greeting(source: batch.source, greeting))
        guard feedDomain == nil, let domain = greeting.domain else { return }
        setFeedDomain(domain, source: batch.source)
        _ = source(batch.source)
    }
}
