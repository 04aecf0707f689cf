import CCSEvents
import CCSFeed
import CCSPBX

/// Tells, by its first bytes, whether a source sends lines of events or is a PBX, and reads it as what it is.
struct SourceForms {
    private enum Form {
        /// The bytes that came, which are too few to tell.
        case unknown([UInt8])
        case lines
        case pbx(PBXReader)
    }

    private let options: PBXReader.Options
    private var forms: [Int: Form] = [:]
    private var text = EventText()
    /// When PBXs that are connected to were heard last, by the wall clock.
    private var heardAt: [Int: Int64] = [:]

    /// Milliseconds between two looks at the timers of PBXs that are connected to.
    private static let pause = 250

    init(_ options: PBXReader.Options) { self.options = options }

    /// Reads a piece of a source.
    mutating func read(_ chunk: FeedChunk, _ reader: inout LineReader, into batch: inout LineBatch) {
        guard let (form, chunk) = look(chunk) else { return }
        switch form {
        case .pbx(let pbx):
            chunk.storage.withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count])
                let isLive = chunk.connection > 0
                if isLive { heardAt[chunk.source] = chunk.arrivedAt }
                pbx.take(bytes, arrivedAt: isLive ? chunk.arrivedAt : nil) { outcome, events in
                    count(outcome, events, &reader, &batch)
                }
            }
        case .lines, .unknown:
            chunk.storage.withUnsafeBytes { bytes in
                var position = 0
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count])
                _ = reader.read(bytes, from: &position, into: &batch)
            }
        }
    }

    /// A source is over, or lost its connection: its last, incomplete line is read. The graph of a PBX outlives a lost connection.
    mutating func finish(_ source: Int, isOver: Bool, _ reader: inout LineReader, into batch: inout LineBatch) {
        let form = forms[source]
        heardAt[source] = nil
        if case .pbx = form, !isOver {} else { forms[source] = nil }
        switch form {
        case .unknown(let bytes):
            let chunk = FeedChunk(source: source, storage: bytes, count: bytes.count, arrivedAt: batch.arrival)
            chunk.storage.withUnsafeBytes { bytes in
                var position = 0
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count])
                _ = reader.read(bytes, from: &position, into: &batch)
            }
        case .pbx(let pbx):
            let rest = pbx.finish(arrivedAt: nil) { outcome, events in count(outcome, events, &reader, &batch) }
            for event in rest { read(event, part: .further, &reader, &batch) }
        case .lines, nil: break
        }
    }

    /// How long nothing needs to be done for time to go on; nil for ever.
    var wait: Int? { heardAt.isEmpty ? nil : Self.pause }

    /// Time goes on: the events of timers, for each PBX that is connected to.
    mutating func tick(_ wall: Int64) -> [(source: Int, events: [PBXEvent])] {
        heardAt.sorted { $0.key < $1.key }.compactMap { source, heard in
            guard case .pbx(let pbx)? = forms[source] else { return nil }
            // The clock of the PBX goes on from its last message.
            heardAt[source] = max(heard, wall)
            let events = pbx.tick(pbx.newest + max(0, wall - heard))
            return events.isEmpty ? nil : (source, events)
        }
    }

    /// Reads events that no message of this piece caused.
    mutating func read(_ events: [PBXEvent], _ reader: inout LineReader, into batch: inout LineBatch) {
        for event in events { read(event, part: .further, &reader, &batch) }
    }

    /// Passes an item of a replay on. Messages of a PBX become lines of events.
    mutating func replay(_ item: FeedItem, _ post: (FeedItem) -> Void) {
        var lines: [UInt8] = []
        switch item {
        case .bytes(let chunk):
            guard let (form, chunk) = look(chunk) else { return }
            guard case .pbx(let pbx) = form else { return post(.bytes(chunk)) }
            chunk.storage.withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count])
                pbx.take(bytes, arrivedAt: nil) { _, events in
                    for event in events { text.append(event, to: &lines) }
                }
            }
            hand(lines, of: chunk.source, post)
        case .gap(let source, _), .ended(let source, _):
            switch forms.removeValue(forKey: source) {
            case .pbx(let pbx):
                let rest = pbx.finish(arrivedAt: nil) { _, events in
                    for event in events { text.append(event, to: &lines) }
                }
                for event in rest { text.append(event, to: &lines) }
                hand(lines, of: source, post)
            case .unknown(let bytes): hand(bytes, of: source, post)
            case .lines, nil: break
            }
            post(item)
        default: post(item)
        }
    }

    private func hand(_ lines: [UInt8], of source: Int, _ post: (FeedItem) -> Void) {
        guard !lines.isEmpty else { return }
        post(.bytes(FeedChunk(source: source, storage: lines, count: lines.count, arrivedAt: 0)))
    }

    /// The form of a source, and its bytes that wait to be read. Nil while the form is unknown.
    private mutating func look(_ chunk: FeedChunk) -> (Form, FeedChunk)? {
        var chunk = chunk
        switch forms[chunk.source] {
        case .lines?: return (.lines, chunk)
        case .pbx(let reader)?: return (.pbx(reader), chunk)
        case .unknown(let before)?:
            let bytes = before + chunk.storage[..<chunk.count]
            let connection = chunk.connection
            chunk = FeedChunk(source: chunk.source, storage: bytes, count: bytes.count, arrivedAt: chunk.arrivedAt)
            chunk.connection = connection
        case nil: break
        }
        let guess = chunk.storage.withUnsafeBytes {
            PBXReader.Guess(UnsafeRawBufferPointer(rebasing: $0[..<chunk.count]))
        }
        let form: Form
        switch guess {
        case .notYet:
            forms[chunk.source] = .unknown(Array(chunk.storage[..<chunk.count]))
            return nil
        case .none: form = .lines
        case .pbx(let kind): form = .pbx(PBXReader(kind, options))
        }
        forms[chunk.source] = form
        return (form, chunk)
    }

    /// A message counts once, whatever it causes.
    private mutating func count(
        _ outcome: PBXReader.Outcome, _ events: [PBXEvent], _ reader: inout LineReader, _ batch: inout LineBatch
    ) {
        guard let first = events.first else {
            let found: LineBatch.Found =
                switch outcome {
                case .taken: .line(.control)
                case .malformed: .line(.malformed(.noForm))
                case .oversized: .oversized
                }
            return reader.count(found, beginning: UnsafeRawBufferPointer(start: nil, count: 0), into: &batch)
        }
        read(first, part: .first, &reader, &batch)
        for event in events.dropFirst() { read(event, part: .further, &reader, &batch) }
    }

    private mutating func read(
        _ event: PBXEvent, part: LineBatch.Part, _ reader: inout LineReader, _ batch: inout LineBatch
    ) {
        text.withLine(of: event) { reader.read($0, part: part, into: &batch) }
    }
}
