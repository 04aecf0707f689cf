/// When a recording is written, and when the disk is told to keep it. Times are milliseconds of a clock that never goes back.
struct FlushSchedule {
    /// When something was written that was not synced since.
    private var dirtySince: Int64?

    /// Whether what waits has to be written now.
    func isDue(bytes: Int, since: Int64, now: Int64) -> Bool {
        bytes >= RecordingPlan.flushBytes || now - since >= RecordingPlan.flushInterval
    }

    /// Whether the disk has to be told now.
    func isSyncDue(now: Int64) -> Bool { dirtySince.map { now - $0 >= RecordingPlan.syncInterval } ?? false }

    mutating func wrote(now: Int64) { dirtySince = dirtySince ?? now }

    mutating func synced() { dirtySince = nil }

    /// How long nothing is due; nil for ever.
    func wait(bytes: Int, since: Int64, now: Int64) -> Int? {
        var waits: [Int64] = []
        if bytes >= RecordingPlan.flushBytes { waits.append(0) }
        if bytes > 0 { waits.append(since + RecordingPlan.flushInterval - now) }
        if let dirtySince { waits.append(dirtySince + RecordingPlan.syncInterval - now) }
        return waits.min().map { Int(max(0, $0)) }
    }
}
