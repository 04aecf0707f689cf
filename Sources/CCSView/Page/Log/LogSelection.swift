import CCSState

/// Which events of a log something wants, kept from page to page, so that only what came since is asked anew; the newest first,
/// since these are looked at.
///
/// Where more comes than can be asked, what was asked has gaps: they are gone back to once nothing newer waits.
struct LogSelection<Key: Equatable> {
    /// Events that were asked without a gap.
    private struct Span {
        var first: Int
        var last: Int
        /// What was found going down to older events, newest first.
        var older: [Int] = []
        /// What was found in spans that this one has come to, oldest first.
        var newer: [Int] = []

        init(after last: Int) {
            (first, self.last) = (last + 1, last)
        }

        var found: [Int] { older.reversed() + newer }

        /// Takes over a newer one that begins where it ends.
        mutating func join(_ next: Span) {
            newer += next.found
            last = next.last
        }

        /// What left the log is not to be asked, nor found, any more.
        mutating func leave(before oldest: Int) {
            guard first < oldest else { return }
            first = oldest
            while let gone = older.last, gone < oldest { older.removeLast() }
            if let gone = newer.first, gone < oldest {
                newer.removeFirst(newer.firstIndex { $0 >= oldest } ?? newer.count)
            }
        }
    }

    private var key: Key?
    /// Oldest first. Each has events, and was begun by another page, but for the last one: so there are no more than pages in
    /// which the log was renewed.
    private var spans: [Span] = []

    /// The sequence numbers of the events that `wants` says yes to, oldest first; asked anew when the key is another one than
    /// before. Events are asked for as long as `looks` go; nil for all.
    mutating func update(_ key: Key, log: EventLog, looks: Allowance? = nil, wants: (LogEntry) -> Bool) -> [Int] {
        if self.key != key {
            self.key = key
            spans = []
        }
        let oldest = log.firstSequence
        spans.removeAll { $0.last < oldest || $0.first > $0.last }
        if !spans.isEmpty { spans[0].leave(before: oldest) }
        if spans.last?.last != log.lastSequence { spans.append(Span(after: log.lastSequence)) }
        ask(log, oldest, looks, wants)
        return spans.flatMap(\.found)
    }

    private mutating func ask(_ log: EventLog, _ oldest: Int, _ looks: Allowance?, _ wants: (LogEntry) -> Bool) {
        while var span = spans.popLast() {
            let floor = spans.last.map { $0.last + 1 } ?? oldest
            while span.first > floor, looks?.take() ?? true {
                span.first -= 1
                if let entry = log.entry(span.first), wants(entry) { span.older.append(span.first) }
            }
            guard span.first <= floor, !spans.isEmpty else {
                spans.append(span)
                return
            }
            spans[spans.count - 1].join(span)
        }
    }

    /// Events that were asked, of those in the log.
    func asked(of log: EventLog) -> Int {
        spans.reduce(0) { $0 + max(0, $1.last - max($1.first, log.firstSequence) + 1) }
    }
}
