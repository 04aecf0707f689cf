import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// Takes the lines of a recording or a plain feed when they are due. It holds the clock of the replay and the lines that
/// wait.
///
/// It lives on the ingest thread. It is a class, because it owns a framer and a decoder. The state does not depend on the
/// speed, because all times come from the lines.
final class Replayer {
    /// The result of taking lines.
    enum Progress: Equatable {
        /// More lines are due now.
        case more
        /// The next line is due in this many milliseconds; nil while the replay is paused.
        case waiting(Int64?)
        /// All items were taken.
        case empty
    }

    /// The longest silence that a replay waits for, in milliseconds. Otherwise one event with a time of next year would stop
    /// the replay.
    private static let longestSilence: Int64 = 86_400_000

    private let plan: ReplayPlan
    private(set) var clock: ReplayClock
    private var framer: LineFramer
    /// Reads the times in the lines of a plain feed.
    private var decoder: EventDecoder
    private var items: [FeedItem] = []
    private var first = 0
    private var position = 0
    /// The next line with padding, and the time when it is due.
    private var held: (bytes: [UInt8], count: Int, at: Int64)?
    private var steps = 0
    /// The newest time of the taken lines.
    private(set) var newest: Int64?
    /// The time of the first line.
    private(set) var beginning: Int64?
    private var startAt: Int64?
    /// The start time of the recorded run of the program whose lines come now.
    private var run: Int64?
    /// Another run continued in the same files. The time between the runs is skipped.
    private var jumps = false
    /// The recorded feed had ended by then.
    private(set) var isOver = false
    /// The end of the files, once it was reached.
    private(set) var end: FeedEnd?
    /// Lines missing in the recording: those that it reports, and torn lines.
    private(set) var lost = 0

    init?(_ plan: ReplayPlan) {
        guard let decoder = EventDecoder(EventDecoder.Options(map: plan.fields, feedDomain: "-")) else { return nil }
        self.decoder = decoder
        self.plan = plan
        clock = ReplayClock(speed: plan.speed)
        framer = LineFramer(limit: plan.header == nil ? Event.maximumLine : JournalLine.maximumLength)
    }

    /// The recorded time for the screen; nil before the first line, and after the end of a live feed.
    func wall(now: Int64) -> Int64? {
        guard plan.header?.isLive == true, !isOver else { return nil }
        return position(now: now)
    }

    /// The current position in recorded time.
    func position(now: Int64) -> Int64? {
        guard let newest, let position = clock.position(now: now) else { return newest }
        if end != nil, first == items.count, held == nil { return newest }
        // The position never passes the time of the last read line.
        return max(newest, held.map { min(position, $0.at) } ?? newest)
    }

    /// The time of the waiting line; nil if none waits.
    var nextAt: Int64? { held?.at }
    /// Whether no item waits, so that more can be read.
    var isEmpty: Bool { first == items.count && held == nil }
    /// Whether all files were taken to their end.
    var isAtEnd: Bool { end != nil && isEmpty }

    func add(_ more: [FeedItem]) {
        if first == items.count {
            items = more
            (first, position) = (0, 0)
        } else {
            items += more
        }
    }

    /// Executes the command of a key.
    func control(_ control: ReplayControl, now: Int64) {
        switch control {
        case .pause: clock.pause(now: now)
        case .resume:
            steps = 0
            clock.resume(now: now)
        case .step: steps += 1
        case .faster: clock.setSpeed(clock.speed.faster, now: now)
        case .slower:
            // At maximum speed, times of other domains are not read. So the next line is due at once, independent of the
            // clock.
            if !readsTimes { jumps = true }
            clock.setSpeed(clock.speed.slower, now: now)
        }
    }

    /// Takes at most `limit` lines that are due.
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

    /// Takes lines of a chunk. Returns the reason to stop, or nil at the end of the chunk.
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

    /// Ends a file, or all files. A partial last line counts as missing in a recording. In a plain feed it may only lack its
    /// newline.
    private func finish(_ item: FeedItem, _ reducer: inout FeedReducer, now: Int64) {
        if let line = framer.finish() {
            if plan.header == nil { take(line, time(of: line), &reducer, now: now) } else { noteLost(1) }
        }
        if case .ended(_, let end) = item { self.end = end }
    }

    /// The recorded time of a line; nil if it has none.
    private func time(of line: LineFramer.Line) -> Int64? {
        guard case .line(let bytes) = line else { return nil }
        if plan.header != nil { return JournalLine.time(of: bytes) }
        if !readsTimes, beginning != nil { return nil }
        return decoder.decode(bytes, padded: true) == .event ? decoder.event.at : nil
    }

    /// Whether times are read before lines are taken. Not for a plain feed at maximum speed: it would decode every line
    /// twice, and the reducer knows the times.
    private var readsTimes: Bool {
        plan.header != nil || clock.speed != .max || clock.isPaused || plan.start != nil
    }

    /// The wait before a line of this time is taken; nil if it is due.
    private func wait(for at: Int64, now: Int64) -> Progress? {
        if beginning == nil {
            beginning = at
            startAt = plan.start?.moment(beginning: at)
        }
        if let startAt {
            // Lines before the start are taken at once.
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

    /// Counts missing lines without overflow, because a recording can claim any number.
    private func noteLost(_ lines: Int) {
        let sum = lost.addingReportingOverflow(lines)
        lost = sum.overflow ? .max : sum.partialValue
    }

    /// Notes that a line of this time was taken.
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
