import CCSConfiguration
import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// The owner of the state: takes what the feed brings, and answers the screen's queries between two batches of it.
///
/// It lives on one thread and nothing else touches what it owns; no lock is held while it parses, reduces or makes a page.
struct Ingest: ~Copyable {
    private var reducer: FeedReducer
    private var pages: PageMaker
    private let source: FeedSource
    private let clock: FeedClock
    private let settings: Settings
    private let ascii: Bool
    private var status: FeedStatus
    /// How it ended, once it has.
    private(set) var end: FeedEnd?
    /// The connection was lost after it had been there.
    private(set) var wasLost = false
    /// There has been a connection.
    private(set) var wasConnected = false

    /// Lines between two looks at whether the screen wants something: about a millisecond.
    private static let batch = 2000
    /// Milliseconds without an event after which a live feed is called stale.
    private static let staleAfter: Int64 = 10_000

    init(
        settings: Settings, source: FeedSource, clock: FeedClock = .system, limits: Limits = Limits(),
        ascii: Bool = false
    ) throws {
        let decoding = settings.decoding
        guard
            let reducer = FeedReducer(
                decoding, limits: limits, phases: settings.configuration.phaseTable,
                detectors: settings.configuration.detectors), let pages = PageMaker(decoder: decoding)
        else {
            throw ExitStatus.failed("there is not enough memory to begin")
        }
        self.reducer = reducer
        self.reducer.measureLag(source.isLive)
        self.pages = pages
        self.source = source
        self.clock = clock
        self.settings = settings
        self.ascii = ascii || settings.ascii
        status = .connecting(since: clock.wallMilliseconds(), attempt: 0)
    }

    /// Takes items in order; `between` is called now and then, while the state stands still.
    mutating func take(_ items: [FeedItem], between: (inout Ingest) -> Void = { _ in }) {
        for item in items {
            switch item {
            case .bytes(let chunk):
                take(chunk, between: between)
            case .status(_, let status):
                note(status)
            case .gap(let source, _):
                wasLost = wasConnected
                reducer.finish(source: source, arrival: clock.wallMilliseconds())
            case .ended(let source, let end):
                reducer.finish(source: source, arrival: clock.wallMilliseconds())
                self.end = end
                if case .failed(let why) = end { status = .failed(since: clock.wallMilliseconds(), why: why) }
            }
        }
    }

    private mutating func note(_ status: FeedStatus) {
        self.status = status
        switch status {
        case .live: wasConnected = true
        case .reconnecting: wasLost = wasConnected
        default: break
        }
    }

    private mutating func take(_ chunk: FeedChunk, between: (inout Ingest) -> Void) {
        var position = 0
        var isMore = true
        while isMore {
            isMore = chunk.storage.withUnsafeBytes { bytes in
                reducer.take(
                    UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count]), from: &position, source: chunk.source,
                    arrival: chunk.arrivedAt, limit: Self.batch)
            }
            if !reducer.frames.isEmpty { answerFrames() }
            between(&self)
        }
    }

    private mutating func answerFrames() {
        for frame in reducer.takeFrames() {
            switch frame {
            case .answer(_, let qid): source.answer(qid)
            case .control(_, let method, let qid, let result):
                source.received(FeedControl(method: method, qid: qid, result: result))
            }
        }
    }

    /// Lets feed time pass where the feed is live, and says to the domains how it fares.
    func tick() {
        guard source.isLive else { return }
        let now = clock.wallMilliseconds()
        if end == nil { reducer.state.tick(wall: now) }
        // A quiet tenant is no stale feed: any event shows that it lives.
        let silence = end == nil ? reducer.facts.lastArrival.map { max(0, now - $0) } ?? 0 : 0
        for domain in reducer.state.domains where domain.newestAt != nil {
            domain.noteFeed(
                silence: silence, lag: reducer.facts.lag,
                now: domain.now(wall: end == nil ? now : nil))
        }
    }

    /// Takes note of what was seen.
    func acknowledge(_ seen: PageDesk.Seen) {
        guard let domain = reducer.state.domain(named: seen.domain) else { return }
        for serial in seen.serials { domain.acknowledge(serial, seen.isSeen) }
    }

    /// The page for a query.
    mutating func page(for query: Query) -> Page {
        pages.page(for: query, in: reducer, surroundings)
    }

    /// The snapshot.
    func snapshot() -> [UInt8] {
        var contents = SnapshotOptions()
        contents.anomalies = settings.options.anomalies || settings.options.failOn != nil
        contents.masksNumbers = settings.masksNumbers
        return reducer.state.snapshotJSON(counts: reducer.counts, contents)
    }

    /// What some detectors have to say, a line for each that has.
    func active(of detectors: Set<Detector>) -> [String] {
        reducer.state.domains.flatMap { domain in
            detectors.sorted { $0.rawValue < $1.rawValue }.compactMap { detector in
                let count = domain.activeAnomalies.filter { $0.detector == detector }.count
                let name = DisplayText(sanitizing: domain.name)
                return count > 0 ? "\(name): \(detector.row.title) (\(count))" : nil
            }
        }
    }

    /// Why the last try to connect came to nothing.
    var trouble: String? {
        switch status {
        case .reconnecting(_, _, let why): why.description
        case .refused(_, let result): Self.refusal(result)
        case .failed(_, let why): why
        default: nil
        }
    }

    private static func refusal(_ result: String) -> String {
        "the feed refused the subscription: \(result.isEmpty ? "no reason given" : result)"
    }

    /// Whether time passes between events.
    var isLive: Bool { source.isLive && end == nil }

    private var surroundings: Surroundings {
        var surroundings = Surroundings(
            source: DisplayText(sanitizing: source.name), feed: feedState,
            wall: isLive ? clock.wallMilliseconds() : nil, onlyDomain: settings.domain, ascii: ascii)
        surroundings.masksNumbers = settings.masksNumbers
        return surroundings
    }

    private var feedState: FeedState {
        let now = clock.wallMilliseconds()
        switch status {
        case .connecting: return .connecting
        case .refused(_, let result): return .failed(Self.refusal(result))
        case .reconnecting(let at, _, let why):
            return .reconnecting(wait: max(0, at - now), why: why.description)
        case .ended: return .ended
        case .failed(_, let why): return .failed(why)
        case .live(let since):
            let age = max(0, now - (reducer.facts.lastArrival ?? since))
            // A file is read as fast as it can be: it is never stale.
            return source.isLive && age > Self.staleAfter ? .stale(age: age) : .live(age: age)
        }
    }
}
