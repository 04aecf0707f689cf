import CCSState

/// Which events of a log something wants, kept from page to page, so that only what came since is asked anew; the newest first,
/// since these are looked at.
struct LogSelection<Key: Equatable> {
    private var key: Key?
    /// What was found among those that came while the log was looked through, oldest first.
    private var newer: [Int] = []
    /// What was found among those that were there before, newest first.
    private var older: [Int] = []
    /// The first and the last event that was asked.
    private var first = 1
    private var last = 0

    /// The sequence numbers of the events that `wants` says yes to, oldest first; asked anew when the key is another one than
    /// before. Events are asked for as long as `looks` go; nil for all.
    mutating func update(_ key: Key, log: EventLog, looks: Allowance? = nil, wants: (LogEntry) -> Bool) -> [Int] {
        if self.key != key {
            self.key = key
            (newer, older) = ([], [])
            (first, last) = (log.lastSequence + 1, log.lastSequence)
        }
        let oldest = log.firstSequence
        // What left before it was asked is not to be asked any more.
        if last + 1 < oldest { (first, last) = (oldest, oldest - 1) }
        log.forEach(from: last + 1) { entry in
            guard looks?.take() ?? true else { return false }
            if wants(entry) { newer.append(entry.sequence) }
            last = entry.sequence
            return true
        }
        while first > oldest, looks?.take() ?? true {
            first -= 1
            if let entry = log.entry(first), wants(entry) { older.append(first) }
        }
        first = max(first, oldest)
        while let gone = older.last, gone < oldest { older.removeLast() }
        if let gone = newer.first, gone < oldest { newer.removeFirst(newer.firstIndex { $0 >= oldest } ?? newer.count) }
        return older.reversed() + newer
    }

    /// Events that were asked, of those in the log.
    func asked(of log: EventLog) -> Int { max(0, last - max(first, log.firstSequence) + 1) }
}
