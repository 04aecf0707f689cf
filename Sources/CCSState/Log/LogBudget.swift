/// What the logs of all domains hold together. A thousand domains each within its own limit would be far too much.
final class LogBudget {
    private struct Held {
        weak var log: EventLog?
    }

    private let limit: Int
    private var logs: [Held] = []
    /// Bytes of lines and entries in all of them.
    private(set) var bytes = 0

    init(limit: Int) {
        self.limit = limit
    }

    func add(_ log: EventLog) { logs.append(Held(log: log)) }

    /// A log that leaves with its domain.
    func remove(_ log: EventLog) {
        logs.removeAll { $0.log === log || $0.log == nil }
        bytes -= log.cost
    }

    func count(_ more: Int) { bytes += more }

    /// Makes room for a line: as long as there is none, the oldest block of the longest log leaves. That makes room for many
    /// lines, so it may look at all logs.
    func makeRoom(for size: Int) {
        while bytes + size > limit, let longest = logs.lazy.compactMap(\.log).max(by: { $0.cost < $1.cost }),
            longest.dropOldest()
        {}
    }
}
