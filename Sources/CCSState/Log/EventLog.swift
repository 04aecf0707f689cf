public import CCSEvents
import CPrefetch
import CXXHash

/// What an event changed.
public struct Changes: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt16

    /// From bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// An object came to life.
    public static let born = Changes(rawValue: 1 << 0)
    /// An object ended.
    public static let ended = Changes(rawValue: 1 << 1)
    /// The state.
    public static let state = Changes(rawValue: 1 << 2)
    /// A call's number.
    public static let number = Changes(rawValue: 1 << 3)
    /// A call's name.
    public static let name = Changes(rawValue: 1 << 4)
    /// A call's direction.
    public static let direction = Changes(rawValue: 1 << 5)
    /// Who called.
    public static let from = Changes(rawValue: 1 << 6)
    /// Who was called.
    public static let to = Changes(rawValue: 1 << 7)
    /// Where an object hangs.
    public static let tie = Changes(rawValue: 1 << 8)
    /// A DTMF signal.
    public static let dtmf = Changes(rawValue: 1 << 9)
    /// The record.
    public static let record = Changes(rawValue: 1 << 10)
    /// The list of numbers.
    public static let numbers = Changes(rawValue: 1 << 11)
    /// A failure.
    public static let failure = Changes(rawValue: 1 << 12)
    /// When it was created.
    public static let created = Changes(rawValue: 1 << 13)
}

/// An event of the log.
public struct LogEntry: Sendable {
    /// Its place in the order of arrival, from 1.
    public let sequence: Int
    /// `eventts`, in milliseconds.
    public let at: Int64
    /// Which of the 19 it is.
    public let type: EventType
    /// What it counted as.
    public let verdict: Verdict
    /// What it changed.
    public let changes: Changes
    /// The objects it names, as short hashes of their ids: good for leaving out, not for being sure.
    fileprivate let marks: (call: UInt32, connection: UInt32, seance: UInt32)
    fileprivate let offset: UInt32
    fileprivate let length: UInt32
}

/// The last events of a domain with their lines, secrets left out; bounded in bytes.
///
/// Lines lie in blocks that leave whole when the log is full, so adding an event is one copy.
public final class EventLog {
    private struct Block {
        var bytes: [UInt8] = []
        var entries: [LogEntry] = []
    }

    private let limit: Int
    /// Several blocks fit into the limit, and into the share of each of a thousand domains, so that the log is never empty for
    /// want of room.
    private let blockBytes: Int
    private var blocks: [Block] = []
    /// A block whose room serves again.
    private var spare = Block()
    /// Blocks before this one have left; they are cleared away now and then.
    private var first = 0
    private var bytes = 0
    private var next = 1
    /// Lines that left.
    private(set) var evicted = 0

    init(limit: Int) {
        self.limit = limit
        blockBytes = min(64 << 10, max(1, limit / 4))
    }

    convenience init(_ limits: Limits) { self.init(limit: min(limits.logBytes, limits.logBytesInAll)) }

    /// Bytes of lines and of entries.
    var cost: Int { bytes + count * MemoryLayout<LogEntry>.stride }

    /// Events ever added.
    public var lastSequence: Int { next - 1 }
    /// The oldest event still there, or 1 past the last.
    public var firstSequence: Int { first < blocks.count ? blocks[first].entries.first?.sequence ?? next : next }
    /// Events there.
    public var count: Int { next - firstSequence }
    /// Bytes of lines held.
    public var bytesHeld: Int { bytes }

    func add(_ event: borrowing Event, verdict: Verdict, changes: Changes) {
        guard limit > 0 else { return }
        let line = event.redacted.bytes
        if blocks.count == first || blocks[blocks.count - 1].bytes.count + line.count > blockBytes {
            startBlock(for: line.count)
        }
        let last = blocks.count - 1
        blocks[last].entries.append(
            LogEntry(
                sequence: next, at: event.at, type: event.type, verdict: verdict, changes: changes,
                marks: (
                    Self.mark(event.id(.call)), Self.mark(event.id(.connection)), Self.mark(event.id(.seance))
                ), offset: UInt32(blocks[last].bytes.count), length: UInt32(line.count)))
        blocks[last].bytes.append(contentsOf: line)
        bytes += line.count
        next += 1
    }

    private func takeOldest() -> Block {
        let oldest = blocks[first]
        blocks[first] = Block()
        first += 1
        bytes -= oldest.bytes.count
        evicted += oldest.entries.count
        return oldest
    }

    /// Removes all events, as if none had been added. The room of the last block serves again.
    func removeAll() {
        if let last = blocks.popLast() { spare = last }
        blocks.removeAll(keepingCapacity: true)
        (first, bytes, next, evicted) = (0, 0, 1, 0)
    }

    /// Prefetches where the next event goes.
    @inline(__always)
    func prefetchBlocks() {
        guard let last = blocks.indices.last else { return }
        blocks[last].bytes.withUnsafeBytes { if let end = $0.baseAddress { ccs_prefetch(end + $0.count, 320) } }
        blocks[last].entries.withUnsafeBytes { if let end = $0.baseAddress { ccs_prefetch(end + $0.count, 64) } }
    }

    /// Lets the oldest block leave, for the sake of other logs; false where there is none.
    func dropOldest() -> Bool {
        guard first < blocks.count else { return false }
        _ = takeOldest()
        return true
    }

    private func startBlock(for size: Int) {
        var spare = Block()
        swap(&spare, &self.spare)
        while bytes + max(size, blockBytes) > limit, first < blocks.count {
            // Its room serves again, once; an empty one stays in its place, so that nothing more is held.
            spare = takeOldest()
        }
        if first > 64, first * 2 > blocks.count {
            blocks.removeFirst(first)
            first = 0
        }
        // One that held a line as long as many would hold that room for ever.
        if spare.bytes.capacity > 2 * max(blockBytes, size) { spare.bytes = [] }
        spare.bytes.removeAll(keepingCapacity: true)
        spare.entries.removeAll(keepingCapacity: true)
        // The first block grows as it fills: there may be very many logs of a few lines.
        if bytes > 0 { spare.bytes.reserveCapacity(max(blockBytes, size)) }
        blocks.append(spare)
    }

    /// The short hash of an id by which entries are found; 0 for none.
    static func mark(_ id: FeedText) -> UInt32 {
        id.isEmpty ? 0 : UInt32(truncatingIfNeeded: ccs_hash64(id.bytes.baseAddress, id.bytes.count)) | 1
    }

    /// The entry with a sequence number, where it is still there. Cost: the logarithm of the blocks.
    public func entry(_ sequence: Int) -> LogEntry? {
        locate(sequence).map { blocks[$0.block].entries[$0.entry] }
    }

    /// The line of an entry, secrets left out; valid until the next event is added.
    public func line<Result>(_ sequence: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard let (block, entry) = locate(sequence) else { return nil }
        let found = blocks[block].entries[entry]
        return blocks[block].bytes.withUnsafeBytes { bytes in
            body(UnsafeRawBufferPointer(rebasing: bytes[Int(found.offset)..<Int(found.offset + found.length)]))
        }
    }

    /// Calls `body` for each entry, newest first, until it says false. Cost: the entries.
    public func forEachNewestFirst(_ body: (LogEntry) -> Bool) {
        for block in blocks[first...].reversed() {
            for entry in block.entries.reversed() where !body(entry) { return }
        }
    }

    private func locate(_ sequence: Int) -> (block: Int, entry: Int)? {
        guard sequence >= firstSequence, sequence < next else { return nil }
        var low = first
        var high = blocks.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if let start = blocks[middle].entries.first?.sequence, start <= sequence {
                low = middle
            } else {
                high = middle
            }
        }
        guard low < blocks.count, let start = blocks[low].entries.first?.sequence else { return nil }
        return (low, sequence - start)
    }
}

/// Ids to look for in a log, as the short hashes that its entries have.
public struct LogMarks: Sendable {
    private var marks: Set<UInt32> = []

    /// No ids.
    public init() {}

    /// Adds an id.
    public mutating func insert(_ id: FeedText) { marks.insert(EventLog.mark(id)) }

    /// Whether an entry may name one of the ids. Now and then (one in four thousand million) it says so of one that does not.
    public func mayName(_ entry: LogEntry) -> Bool {
        let named = entry.marks
        return (named.call != 0 && marks.contains(named.call))
            || (named.connection != 0 && marks.contains(named.connection))
            || (named.seance != 0 && marks.contains(named.seance))
    }
}

extension EventLog {
    func checkInvariants() throws {
        try invariant(first <= blocks.count, "EventLog: \(first) of \(blocks.count) blocks have left")
        try invariant(blocks[..<first].allSatisfy { $0.entries.isEmpty }, "EventLog: a block that left has entries")
        var (held, sequence) = (0, firstSequence)
        for block in blocks[first...] {
            try invariant(!block.entries.isEmpty, "EventLog: a block has no entries")
            var offset = 0
            for entry in block.entries {
                try invariant(entry.sequence == sequence, "EventLog: \(entry.sequence) follows \(sequence - 1)")
                try invariant(Int(entry.offset) == offset, "EventLog: the line of \(sequence) does not follow the last")
                (sequence, offset) = (sequence + 1, offset + Int(entry.length))
            }
            // A block that had a long line before would be far larger. An allocation may be larger than was asked for.
            let most = 2 * max(blockBytes, block.bytes.count) + 64
            try invariant(block.bytes.capacity <= most, "EventLog: room for \(block.bytes.capacity) bytes, not \(most)")
            try invariant(offset == block.bytes.count, "EventLog: \(offset) bytes of \(block.bytes.count) have entries")
            held += offset
        }
        try invariant(sequence == next, "EventLog: \(sequence) comes next, not \(next)")
        try invariant(held == bytes, "EventLog: \(held) bytes, \(bytes) counted")
        // The newest line is kept, however long it is.
        try invariant(bytes <= limit || count == 1, "EventLog: \(bytes) bytes, at most \(limit)")
        try invariant(evicted + count == lastSequence, "EventLog: \(evicted) left of \(lastSequence), \(count) stay")
    }
}
