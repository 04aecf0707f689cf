import CPrefetch

/// How many bytes the logs of all domains hold together, and which of them is long.
///
/// A log has the number of its domain. There are four lists of logs for each power of two of their lengths. So ``excess`` finds a
/// long log without a search. It is shorter than the longest one by a fifth at most.
struct LogBudget {
    private struct Log {
        var bytes = 0
        var before = LogBudget.none
        var after = LogBudget.none
    }

    private static let none = UInt32.max

    private let limit: Int
    private var logs: [Log] = []
    /// The ends of each list of logs.
    private var lists: [(first: UInt32, last: UInt32)] = []
    /// Bytes of lines and entries in all of them.
    private(set) var bytes = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Notes the length of a log. A new one has the next number.
    mutating func set(_ number: Int, _ length: Int) {
        if number == logs.count { logs.append(Log()) }
        let before = logs[number].bytes
        bytes += length - before
        logs[number].bytes = length
        let (old, new) = (Self.list(of: before), Self.list(of: length))
        guard old != new else { return }
        if before > 0 { unlink(UInt32(number), from: old) }
        if length > 0 { link(UInt32(number), to: new) }
    }

    @inline(__always)
    func prefetch(_ number: Int) {
        logs.withUnsafeBufferPointer { if let start = $0.baseAddress { ccs_prefetch(start + number, 16) } }
    }

    /// A log that has to drop its oldest lines, since all together exceed the limit: the log that has been in the list of the
    /// longest logs for the longest time. Nil while all logs fit.
    var excess: Int? {
        guard bytes > limit else { return nil }
        return lists.last { $0.first != Self.none }.map { Int($0.first) }
    }

    /// The list for logs of a length. Empty logs are in no list.
    private static func list(of length: Int) -> Int {
        guard length > 3 else { return length == 0 ? -1 : length }
        let power = Int.bitWidth - 1 - length.leadingZeroBitCount
        return power << 2 | (length >> (power - 2)) & 3
    }

    private mutating func link(_ number: UInt32, to list: Int) {
        while lists.count <= list { lists.append((Self.none, Self.none)) }
        logs[Int(number)].before = lists[list].last
        logs[Int(number)].after = Self.none
        if lists[list].last == Self.none {
            lists[list].first = number
        } else {
            logs[Int(lists[list].last)].after = number
        }
        lists[list].last = number
    }

    private mutating func unlink(_ number: UInt32, from list: Int) {
        let log = logs[Int(number)]
        if log.before == Self.none { lists[list].first = log.after } else { logs[Int(log.before)].after = log.after }
        if log.after == Self.none { lists[list].last = log.before } else { logs[Int(log.after)].before = log.before }
    }
}
