import CCSConfiguration
import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// Owns the state. It takes the items of the feed, and between two batches answers the queries of the screen.
///
/// It lives on one thread, and no other thread touches its state. No lock is held while it parses, reduces or makes a page.
struct Ingest: ~Copyable {
    var reducer: FeedReducer
    private var pages: PageMaker
    /// The sources and their states.
    private(set) var sources: SourceBoard
    private var backlog: Backlog
    let clock: FeedClock
    private let settings: Settings
    /// Writes the recording, if there is one.
    var recorder: Recorder?
    /// Takes the lines of a replay, if there is one.
    let replayer: Replayer?
    /// Finds the end time of a replay.
    let replayEnd: ReplayEnd?
    /// The time at which it stopped taking items. From then on its clock stands still.
    var stoppedAt: Int64?
    private let ascii: Bool
    /// Whether at least one source is live, so that time passes between events.
    private let measuresTime: Bool
    /// When events came in the last minute.
    private var arrivals = ArrivalHistory()

    /// The number of lines between two checks for a query: about a millisecond.
    static let batch = 2000

    init(
        settings: Settings, sources: [FeedSource], mailbox: FeedMailbox? = nil, recorder: Recorder? = nil,
        clock: FeedClock = .system, limits: Limits? = nil, ascii: Bool = false
    ) throws {
        let decoding = settings.decoding
        var limits = limits ?? settings.limits
        limits.unconfirmed = settings.configuration.unconfirmed
        let isLive = sources.contains(where: \.isLive)
        let replayer = settings.replay.flatMap { Replayer($0) }
        guard
            var reducer = FeedReducer(
                decoding, limits: limits, phases: settings.configuration.phaseTable,
                detectors: settings.configuration.detectors, clock: settings.clock),
            let pages = PageMaker(decoder: decoding),
            (replayer == nil) == (settings.replay == nil)
        else {
            throw ExitStatus.failed("there is not enough memory to start")
        }
        let replayEnd = try settings.replay.map { try ReplayEnd($0) }
        if recorder != nil { reducer.startJournal() }
        reducer.measureLag(settings.replay?.header?.isLive ?? isLive)
        self.reducer = reducer
        self.pages = pages
        self.sources = SourceBoard(sources, now: clock.wallMilliseconds())
        backlog = Backlog(mailbox)
        self.clock = clock
        self.settings = settings
        self.recorder = recorder
        self.replayer = replayer
        self.replayEnd = replayEnd
        self.ascii = ascii || settings.ascii
        measuresTime = isLive
    }

    /// Limits the time of each page, so that a new list fills up over several pages.
    mutating func answersSoon() { pages.spreadWork(by: clock.monotonicNanoseconds) }

    /// Takes items in order. Now and then it calls `between`, which may read the state.
    mutating func take(_ items: [IngestItem], between: (inout Ingest) -> Void = { _ in }) {
        if replayer != nil { return replay(items, between: between) }
        for item in items {
            switch item {
            case .lines(let batch): take(batch, between: between)
            case .item(let item): take(item)
            case .end: break
            }
        }
        recorder?.handOver(&reducer)
    }

    private mutating func take(_ item: FeedItem) {
        let now = clock.wallMilliseconds()
        switch item {
        case .bytes:
            // The inlet has already turned them into lines.
            break
        case .opened(let source, let name):
            sources.open(source, name: name, now: now)
            reducer.begin(source: source, arrival: now)
        case .status(let source, let status):
            note(status, of: source)
            if let words = status.words { reducer.noteStatus(words, source: source, wall: now) }
        case .gap(let source, _):
            sources[source]?.noteGap()
            reducer.noteLoss(of: source, at: now)
            reducer.noteGap(source: source, wall: now)
        case .ended(let source, let end):
            self.end(source, end)
        }
    }

    private mutating func note(_ status: FeedStatus, of source: Int) {
        switch (status, sources[source]?.status) {
        case (.live(let since), _):
            reducer.noteReturn(of: source, at: since)
        case (.reconnecting(_, _, .timedOut), .live), (.reconnecting(_, _, .unreachable), .live):
            // The connection timed out without a close. So events may be missing from the last received event on.
            if let last = reducer.facts(ofSource: source).lastArrival { reducer.noteLoss(of: source, at: last) }
        default: break
        }
        sources[source]?.note(status)
    }

    /// A source has ended.
    mutating func end(_ source: Int, _ end: FeedEnd) {
        let now = clock.wallMilliseconds()
        sources[source]?.note(end, now: now)
        // The calls of a peer that left become unconfirmed, because no more events about them come.
        if sources[source]?.source.listener != nil { reducer.noteLeave(of: source, at: now) }
        if sources.isOver { reducer.noteOver(wall: clock.wallMilliseconds()) }
    }

    /// The wall clock, which stands still after the stop.
    private var wall: Int64 { stoppedAt ?? clock.wallMilliseconds() }

    private mutating func take(_ batch: LineBatch, between: (inout Ingest) -> Void) {
        var position = 0
        var isMore = true
        while isMore {
            isMore = reducer.take(batch, from: &position, limit: Self.batch)
            if !reducer.frames.isEmpty { passFrames(connection: batch.connection) }
            recorder?.handOver(&reducer)
            between(&self)
        }
    }

    /// Forwards the control frames and notifies of one connection to its source.
    private mutating func passFrames(connection: Int) {
        for frame in reducer.takeFrames() {
            sources.pass(frame, connection: connection, now: clock.wallMilliseconds())
        }
    }

    /// Advances the feed time of live feeds, and tells the domains about silence.
    mutating func tick() {
        guard measuresTime else { return }
        let now = wall
        // Any event shows that the feed lives, also one of another domain. So a quiet domain is not stale.
        if let arrival = reducer.facts.lastArrival { arrivals.note(arrival) }
        reducer.tick(
            wall: now, silence: sources.silence(now: now, reducer), isLive: sources.isLive,
            hasStopped: arrivals.hasStopped(now: now))
        recorder?.handOver(&reducer)
    }

    /// Marks anomalies as acknowledged, or not.
    func acknowledge(_ seen: PageDesk.Seen) {
        guard let domain = reducer.state.domain(named: seen.domain) else { return }
        domain.acknowledge(Set(seen.serials), seen.isSeen)
    }

    /// The page for a query.
    mutating func page(for query: Query) -> Page {
        pages.page(for: query, in: reducer, surroundings(of: query.domain))
    }

    /// The names of the domains with events, sorted.
    var domainNames: [String] { reducer.state.domains.filter { $0.newestAt != nil }.map(\.name).sorted() }

    var linesRead: Int { reducer.counts.lines }

    /// The snapshot as JSON.
    func snapshot() -> [UInt8] {
        var contents = SnapshotOptions()
        contents.anomalies = settings.options.anomalies || settings.options.failOn != nil
        contents.episodes = settings.options.episodes
        contents.masksNumbers = settings.masksNumbers
        return reducer.state.snapshotJSON(counts: reducer.counts, contents)
    }

    /// For each domain with events: the anomalies of some detectors, and the number of objects they could judge.
    func reports(of detectors: Set<Detector>, isLive: Bool) -> [DetectorReport] {
        let settings = settings.configuration.detectors
        return reducer.state.domains.filter { $0.newestAt != nil }.sorted { $0.name < $1.name }.map { domain in
            DetectorReport(
                domain, detectors: detectors, thresholds: settings.of(domain: domain.name), isLive: isLive)
        }
    }

    /// The facts around a page: the sources, the replay and the recording. The thresholds for late and stale are those of
    /// the domain.
    private mutating func surroundings(of domain: String?) -> Surroundings {
        let detectors = settings.configuration.detectors
        let thresholds = domain.map(detectors.of(domain:)) ?? detectors
        let now = wall
        let lines = sources.lines(now: now, staleAfter: thresholds[.stale], reducer)
        var surroundings = Surroundings(
            sources: lines, wall: sources.isLive ? now : nil, onlyDomain: settings.domain, ascii: ascii)
        surroundings.masksNumbers = settings.masksNumbers
        surroundings.lateAfter = thresholds[.lag]
        // A file is always read as fast as possible, so it is never behind.
        surroundings.isBehind = backlog.isBehind(now: clock.monotonicNanoseconds() / 1_000_000) && sources.isLive
        describeReplay(&surroundings)
        surroundings.recording = recorder.map { RecordingState($0.status) }
        return surroundings
    }
}
