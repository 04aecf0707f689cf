import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// Takes the lines of a recording, or of a plain feed, when they are due: the clock of a replay, and what waits for it.
///
/// It lives on the ingest thread; a class, since it owns a framer and a decoder. Nothing in the state depends on how fast it runs: times come from the lines alone.
final class Replayer {
    /// How far it has come.
    enum Progress: Equatable {
        /// More is due at once.
        case more
        /// The next line is due in so many milliseconds; nil while it is paused.
        case waiting(Int64?)
        /// All that is there has been taken.
        case empty
    }

    /// The longest silence of a recording that is waited for, in milliseconds: one event with a time of next year must not be the
    /// last that is seen.
    private static let longestSilence: Int64 = 86_400_000

    private let plan: ReplayPlan
    private(set) var clock: ReplayClock
    private var framer: LineFramer
    /// Tells the times of a plain feed's lines.
    private var decoder: EventDecoder
    private var items: [FeedItem] = []
    private var first = 0
    private var position = 0
    /// A line that is not due yet, with padding, and when it is.
    private var held: (bytes: [UInt8], count: Int, at: Int64)?
    private var steps = 0
    /// The newest time of the lines that were taken.
    private(set) var newest: Int64?
    /// The time of the first line.
    private(set) var beginning: Int64?
    private var startAt: Int64?
    /// Which run of the program recorded what comes now, by when it began.
    private var run: Int64?
    /// Another run went on in the same files: what lies between is not waited for.
    private var jumps = false
    /// The feed that was recorded was over by then.
    private(set) var isOver = false
    /// Nothing more comes.
    private(set) var end: FeedEnd?
    /// Lines that the recording lacks: by its own account, and those that were torn.
    private(set) var lost = 0

    init?(_ plan: ReplayPlan) {
        guard let decoder = EventDecoder(EventDecoder.Options(map: plan.fields, feedDomain: "-")) else { return nil }
        self.decoder = decoder
        self.plan = plan
        clock = ReplayClock(speed: plan.speed)
        framer = LineFramer(limit: plan.header == nil ? Event.maximumLine : JournalLine.maximumLength)
    }

    /// Recorded time that the screen goes by; nil before the first line, and where the feed was not live any more.
    func wall(now: Int64) -> Int64? {
        guard plan.header?.isLive == true, !isOver else { return nil }
        return position(now: now)
    }

    /// Where it is.
    func position(now: Int64) -> Int64? {
        guard let newest, let position = clock.position(now: now) else { return newest }
        if end != nil, first == items.count, held == nil { return newest }
        // It never runs ahead of what it has read.
        return max(newest, held.map { min(position, $0.at) } ?? newest)
    }

    /// When the line that waits is due; nil where none waits.
    var nextAt: Int64? { held?.at }
    /// Whether nothing waits, so that more can be taken in.
    var isEmpty: Bool { first == items.count && held == nil }
    /// Whether everything has been taken.
    var isAtEnd: Bool { end != nil && isEmpty }

    func add(_ more: [FeedItem]) {
        if first == items.count {
            items = more
            (first, position) = (0, 0)
        } else {
            items += more
        }
    }

    /// Does what a key asks for.
    func control(_ control: ReplayControl, now: Int64) {
        switch control {
        case .pause: clock.pause(now: now)
        case .resume:
            steps = 0
            clock.resume(now: now)
        case .step: steps += 1
        case .faster: clock.setSpeed(clock.speed.faster, now: now)
        case .slower:
            // At full speed times of other domains are not read: the next line is due at once, wherever the clock stands.
            if !readsTimes { jumps = true }
            clock.setSpeed(clock.speed.slower, now: now)
        }
    }

    /// Takes lines that are due, at most so many.
    func advance(_ reducer: inout FeedReducer, now: Int64, limit: Int) -> Progress {
        var left = limit
        if let line = held {
            if let wait = wait(for: line.at, now: now) { return wait }
            held = nil
            line.bytes.withUnsafeBytes { bytes in
                take(.line(UnsafeRawBufferPointer(rebasing: bytes[..<line.count])), line.at, &reducer, now: now)
            }
            left -= 1
        }
        while first < items.count {
            let item = items[first]
            if case .bytes(let chunk) = item {
                let progress = chunk.storage.withUnsafeBytes { bytes in
                    takeLines(
                        UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count]), &reducer, now: now, left: &left)
                }
                if let progress { return progress }
            } else {
                finish(item, &reducer, now: now)
            }
            first += 1
            position = 0
        }
        items = []
        first = 0
        return .empty
    }

    /// Takes lines of a piece; what there is to wait for, or nil at its end.
    private func takeLines(
        _ piece: UnsafeRawBufferPointer, _ reducer: inout FeedReducer, now: Int64, left: inout Int
    ) -> Progress? {
        while let line = framer.next(in: piece, from: &position) {
            let at = time(of: line)
            if let at, let wait = wait(for: at, now: now) {
                guard case .line(let bytes) = line else { continue }
                hold(bytes, at)
                return wait
            }
            take(line, at, &reducer, now: now)
            left -= 1
            if left <= 0 { return .more }
        }
        return nil
    }

    private func hold(_ line: UnsafeRawBufferPointer, _ at: Int64) {
        held = (Array(line) + [UInt8](repeating: 0, count: LineFramer.padding), line.count, at)
    }

    /// A file ends, or all of them: a recording's last line may be torn, and is one that it lacks; a plain feed's may lack its end.
    private func finish(_ item: FeedItem, _ reducer: inout FeedReducer, now: Int64) {
        if let line = framer.finish() {
            if plan.header == nil { take(line, time(of: line), &reducer, now: now) } else { noteLost(1) }
        }
        if case .ended(_, let end) = item { self.end = end }
    }

    /// When a line came; nil where it does not say.
    private func time(of line: LineFramer.Line) -> Int64? {
        guard case .line(let bytes) = line else { return nil }
        if plan.header != nil { return JournalLine.time(of: bytes) }
        if !readsTimes, beginning != nil { return nil }
        return decoder.decode(bytes, padded: true) == .event ? decoder.event.at : nil
    }

    /// Whether the times of lines are read before they are taken. Of a plain feed at full speed they are not, since that would decode
    /// every line twice: the reducer says when the events were.
    private var readsTimes: Bool {
        plan.header != nil || clock.speed != .max || clock.isPaused || plan.start != nil
    }

    /// What there is to wait for before a line that came at a time is taken; nil where it is due.
    private func wait(for at: Int64, now: Int64) -> Progress? {
        if beginning == nil {
            beginning = at
            startAt = plan.start?.moment(beginning: at)
        }
        if let startAt {
            // What was before is taken at once.
            if at < startAt { return nil }
            clock.go(to: startAt, now: now)
            self.startAt = nil
        }
        if jumps {
            clock.go(to: at, now: now)
            jumps = false
        }
        if !clock.isPaused, clock.position(now: now).map({ at - $0 > Self.longestSilence }) == true {
            clock.go(to: at, now: now)
        }
        if clock.isPaused, steps > 0 { return nil }
        guard let wait = clock.wait(for: at, now: now) else { return .waiting(nil) }
        return wait > 0 ? .waiting(wait) : nil
    }

    /// Counts lines that are missing: a recording may say any number, any number of times.
    private func noteLost(_ lines: Int) {
        let sum = lost.addingReportingOverflow(lines)
        lost = sum.overflow ? .max : sum.partialValue
    }

    /// A line of this time is taken.
    private func note(_ at: Int64, now: Int64) {
        if startAt == nil { clock.took(at, now: now) }
        newest = max(newest ?? at, at)
    }

    private func take(_ line: LineFramer.Line, _ at: Int64?, _ reducer: inout FeedReducer, now: Int64) {
        if let at { note(at, now: now) }
        guard plan.header != nil else {
            if let found = reducer.replay(plain: line, at: 0), at == nil { note(found, now: now) }
            if case .line(let bytes) = line, !LineFramer.isBlank(bytes) { steps = max(0, steps - 1) }
            return
        }
        guard case .line(let bytes) = line else { return reducer.replay(.damaged, at: newest ?? 0) }
        let (read, _) = JournalLine.read(bytes)
        switch read {
        case .header(let header):
            if let run, run != header.started {
                (isOver, jumps) = (false, true)
                if header.isLive { reducer.noteNextRun(from: newest ?? header.started, to: header.started) }
            }
            run = header.started
        case .over: isOver = true
        case .lost(let lines): noteLost(lines)
        case .event: steps = max(0, steps - 1)
        default: break
        }
        reducer.replay(read, at: at ?? newest ?? 0)
    }
}
