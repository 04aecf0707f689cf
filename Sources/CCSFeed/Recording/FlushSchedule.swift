/// Decides when to write a recording, and when to sync it to disk. Times are milliseconds of a monotonic clock.
struct FlushSchedule {
    /// The time of the first write since the last sync.
    private var dirtySince: Int64?

    /// Whether the waiting bytes must be written now.
    func isDue(bytes: Int, since: Int64, now: Int64) -> Bool {
        bytes >= RecordingPlan.flushBytes || now - since >= RecordingPlan.flushInterval
    }

    /// Whether the file must be synced now.
    func isSyncDue(now: Int64) -> Bool { dirtySince.map { now - $0 >= RecordingPlan.syncInterval } ?? false }

    mutating func wrote(now: Int64) { dirtySince = dirtySince ?? now }

    mutating func synced() { dirtySince = nil }

    /// Milliseconds until something is due; nil if nothing waits.
    func wait(bytes: Int, since: Int64, now: Int64) -> Int? {
        var waits: [Int64] = []
        if bytes >= RecordingPlan.flushBytes { waits.append(0) }
        if bytes > 0 { waits.append(since + RecordingPlan.flushInterval - now) }
        if let dirtySince { waits.append(dirtySince + RecordingPlan.syncInterval - now) }
        return waits.min().map { Int(max(0, $0)) }
    }
}
