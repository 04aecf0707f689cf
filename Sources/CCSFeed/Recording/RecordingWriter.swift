internal import Glibc
internal import Synchronization

/// Writes a recording on a separate thread, so that a slow disk never delays the feed.
///
/// Lines wait in a bounded queue. If the disk is too slow or full, lines are dropped and counted, and a line in the
/// recording reports them.
public final class RecordingWriter: Sendable {
    private struct Queue {
        var batches: [(bytes: [UInt8], lines: Int, at: Int64)] = []
        var bytes = 0
        /// Arrival of the oldest batch: monotonic clock, milliseconds.
        var since: Int64 = 0
        var droppedLines = 0
        /// Lines that the thread has taken but not written yet.
        var writing = 0
        var isClosing = false
        var status = RecordingStatus()
    }

    /// Dropped lines that no line of the recording reports yet.
    private struct Loss {
        var lines: Int
        /// The first reason.
        var why: String
        var at: Int64
    }

    private let queue: Mutex<Queue>
    private let work: Doorbell
    private let thread: OwnedThread
    private let clock: FeedClock
    private let format: RecordingFormat

    /// Opens the file of the recording and starts the thread. Throws the problem with the file, and advice.
    public init(_ plan: RecordingPlan, _ format: RecordingFormat, clock: FeedClock = .system) throws(FeedError) {
        // If the file reaches its size limit, a write must fail with an error instead of ending the process.
        signal(SIGXFSZ, SIG_IGN)
        work = try Doorbell()
        thread = try OwnedThread()
        self.clock = clock
        self.format = format
        let file = try RecordingFile(plan, format)
        var first = Queue()
        first.status.bytes = file.bytes
        queue = Mutex(first)
        let box = FileBox(file)
        try thread.start { self.run(box) }
    }

    /// The current state. Any thread may read it.
    public var status: RecordingStatus { queue.withLock { $0.status } }

    /// Lines that are in no file: the lost ones, and the waiting ones. Lines that wait after ``close(timeoutMilliseconds:)``
    /// are lost too.
    public var missing: Int {
        queue.withLock { $0.batches.reduce($0.status.lost + $0.writing) { $0 + $1.lines } }
    }

    /// Adds whole lines to the queue without waiting. `at` is the arrival of the last one: wall clock, milliseconds since
    /// 1970.
    public func append(_ bytes: [UInt8], lines: Int, at: Int64) {
        guard !bytes.isEmpty else { return }
        let now = milliseconds
        let rings = queue.withLock { queue in
            guard !queue.isClosing else { return false }
            guard queue.bytes + bytes.count <= RecordingPlan.queueBytes || queue.bytes == 0 else {
                queue.droppedLines += lines
                queue.status.lost += lines
                queue.status.note(Self.tooSlow)
                return false
            }
            if queue.batches.isEmpty { queue.since = now }
            queue.batches.append((bytes, lines, at))
            queue.bytes += bytes.count
            return queue.batches.count == 1 || queue.bytes >= RecordingPlan.flushBytes
        }
        if rings { work.ring() }
    }

    /// Writes the waiting lines and ends. It returns when that is done, or after this many milliseconds. ``missing`` then
    /// counts the lines in no file.
    public func close(timeoutMilliseconds: Int = 5000) {
        queue.withLock { $0.isClosing = true }
        work.ring()
        thread.join(within: timeoutMilliseconds)
    }

    private static let tooSlow = "the disk is too slow"
    private var milliseconds: Int64 { clock.monotonicNanoseconds() / 1_000_000 }

    // MARK: The thread

    /// Moves the file from the caller's thread to the writer's.
    private final class FileBox: Sendable {
        private let file: Mutex<RecordingFile>

        init(_ file: consuming sending RecordingFile) {
            self.file = Mutex(file)
        }

        func with<Result>(_ body: (inout RecordingFile) -> sending Result) -> sending Result {
            file.withLock { body(&$0) }
        }
    }

    private func run(_ file: FileBox) {
        var schedule = FlushSchedule()
        var loss: Loss?
        while true {
            let (waiting, since, isClosing) = queue.withLock { ($0.bytes, $0.since, $0.isClosing) }
            let now = milliseconds
            if waiting > 0, isClosing || schedule.isDue(bytes: waiting, since: since, now: now) {
                writeAll(file, &loss)
                schedule.wrote(now: now)
            }
            let isLast = isClosing && queue.withLock { $0.batches.isEmpty }
            if isLast, let loss {
                // No later line will report the loss, so this one does.
                file.with { _ = $0.append(format.lost(loss.lines, loss.why, loss.at), usesSpare: true) }
            }
            if isClosing || schedule.isSyncDue(now: milliseconds) {
                let trouble = file.with { $0.sync()?.words }
                if let trouble { queue.withLock { $0.status.note(trouble) } }
                schedule.synced()
            }
            if isLast { break }
            let (bytes, next) = queue.withLock { ($0.bytes, $0.since) }
            work.wait(milliseconds: schedule.wait(bytes: bytes, since: next, now: milliseconds))
        }
    }

    private func writeAll(_ file: FileBox, _ loss: inout Loss?) {
        let (batches, dropped) = queue.withLock { queue in
            defer {
                queue.writing = queue.batches.reduce(0) { $0 + $1.lines }
                queue.batches = []
                queue.bytes = 0
                queue.droppedLines = 0
            }
            return (queue.batches, queue.droppedLines)
        }
        var trouble: String?
        for batch in batches {
            var bytes = batch.bytes
            var owed = 0
            if let loss {
                bytes = format.lost(loss.lines, loss.why, batch.at) + bytes
                owed = 1
            }
            let all = batch.lines + owed
            let (written, failure) = file.with { file in
                let (written, trouble) = file.append(bytes)
                return (written, trouble?.words)
            }
            trouble = failure
            if owed == 1, written > 0 { loss = nil }
            let missing = failure == nil ? 0 : all - max(written, owed)
            queue.withLock {
                $0.writing -= batch.lines
                $0.status.lost += missing
            }
            if let failure { add(missing, failure, at: batch.at, to: &loss) }
        }
        if dropped > 0 { add(dropped, Self.tooSlow, at: batches.last?.at ?? 0, to: &loss) }
        let bytes = file.with { $0.bytes }
        queue.withLock { queue in
            queue.status.bytes = bytes
            queue.status.note(trouble ?? (dropped > 0 ? Self.tooSlow : nil))
        }
    }

    private func add(_ lines: Int, _ why: String, at: Int64, to loss: inout Loss?) {
        loss = Loss(lines: (loss?.lines ?? 0) + lines, why: loss?.why ?? why, at: at)
    }
}
