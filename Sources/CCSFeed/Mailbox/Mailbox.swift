internal import Synchronization

/// The result of offering an item to a mailbox.
public enum FeedAcceptance: Sendable, Equatable {
    /// It is in the mailbox.
    case taken

    /// There is no room, and the item is not in the mailbox. Keep it, stop reading, and offer it again in `whenDrained`.
    case full

    /// The mailbox is closed: the feed may end.
    case closed
}

/// An item of a ``Mailbox``.
public protocol MailboxItem: Sendable {
    /// The memory that it holds, in bytes. An item of cost 0 always fits.
    var cost: Int { get }
    /// Whether it is a message about the feed without bytes of it, such as a status. These items have a reserve of their
    /// own.
    var isRemark: Bool { get }
    /// A buffer of the item that can be used again after the item is freed.
    var spareBuffer: [UInt8]? { get }
}

/// A queue between several feeds and the one thread that takes their items, bounded in bytes.
///
/// Any thread may put items in and call ``wake()``. One thread takes. Items keep the order in which they came. A chunk that
/// does not fit is refused until there is room again. This back pressure slows down a feed that is faster than its reader.
/// Items without bytes have their own reserve (``remarkLimit``), so they fit when the mailbox is full. Only a flood of them
/// is refused. A chunk larger than the whole limit fits into an empty mailbox.
public final class Mailbox<Item: MailboxItem>: Sendable {
    private struct State {
        var items: [Item] = []
        var bytes = 0
        var remarkBytes = 0
        var mostBytes = 0
        var refusals = 0
        var isWoken = false
        var isClosed = false
        var takerWaits = false
        /// Free buffers for the next reads.
        var spare: [[UInt8]] = []
        /// Called when there is room again. One closure for each producer that was refused.
        var refused: [@Sendable () -> Void] = []
    }

    /// The limit in bytes of chunks.
    public let limit: Int
    /// The reserve in bytes for items without bytes: room for some hundreds.
    public static var remarkLimit: Int { 64 << 10 }
    private let state = Mutex(State())
    private let taker: Doorbell

    /// An empty mailbox that holds up to `limit` bytes of chunks. Throws when the process has no descriptor left.
    public init(limit: Int = 4 << 20) throws(FeedError) {
        self.limit = limit
        taker = try Doorbell()
    }

    /// Whether ``close()`` was called.
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// The bytes held now.
    public var bytesHeld: Int { state.withLock { $0.bytes } }

    /// The highest number of bytes held so far.
    public var mostBytesHeld: Int { state.withLock { $0.mostBytes } }

    /// How often an item was refused, items with `isPast` not counted.
    public var refusals: Int { state.withLock { $0.refusals } }

    /// Puts an item in without waiting, for event loops.
    ///
    /// - Parameters:
    ///   - item: The item.
    ///   - isPast: Whether the item is history, such as the backlog of a topic. A fast backlog is no sign of overload, so
    ///     its refusals are not counted.
    ///   - whenDrained: Called once after `.full`, on the thread that makes room. It must be quick.
    /// - Returns: Whether the mailbox took the item.
    public func offer(
        _ item: Item, isPast: Bool = false, whenDrained: @escaping @Sendable () -> Void
    ) -> FeedAcceptance {
        let cost = item.cost
        let (acceptance, ring) = state.withLock { state -> (FeedAcceptance, Bool) in
            if state.isClosed { return (.closed, false) }
            let isFull =
                item.isRemark
                ? state.remarkBytes + cost > Self.remarkLimit : state.bytes > 0 && state.bytes + cost > limit
            if cost > 0, isFull {
                state.refused.append(whenDrained)
                if !isPast { state.refusals &+= 1 }
                return (.full, false)
            }
            state.items.append(item)
            if item.isRemark { state.remarkBytes += cost } else { state.bytes += cost }
            state.mostBytes = max(state.mostBytes, state.bytes)
            return (.taken, Self.answerTaker(&state))
        }
        if ring { taker.ring() }
        return acceptance
    }

    /// Puts an item in, and waits for room if necessary, for reader threads.
    ///
    /// Returns false and drops the item if the mailbox is closed or the stopper stops during the wait.
    public func post(_ item: Item, isPast: Bool = false, stopper: FeedStopper) -> Bool {
        let doorbell = stopper.doorbell
        while true {
            switch offer(item, isPast: isPast, whenDrained: { doorbell.ring() }) {
            case .taken: return true
            case .closed: return false
            case .full:
                // The ring may have another reason. Then the next offer is refused again, and nothing is lost.
                guard stopper.pause(milliseconds: nil) else { return false }
            }
        }
    }

    /// Takes all items, in order. It waits until there is an item, until ``wake()`` or ``close()`` is called, or for this
    /// many milliseconds (nil: without a limit, 0: not at all). So the result can be empty.
    public func take(timeoutMilliseconds: Int? = nil) -> [Item] {
        let clock = FeedClock.system.monotonicNanoseconds
        let longest = 1_000_000_000
        let deadline = timeoutMilliseconds.map { clock() + Int64(min($0, longest)) * 1_000_000 }
        while true {
            let left = deadline.map { Int(($0 - clock() + 999_999) / 1_000_000) }
            let (answer, refused) = state.withLock { state -> ([Item]?, [@Sendable () -> Void]) in
                let isOver = state.isWoken || state.isClosed || (left.map { $0 <= 0 } ?? false)
                guard isOver || !state.items.isEmpty else {
                    state.takerWaits = true
                    return (nil, [])
                }
                return Self.empty(&state)
            }
            refused.forEach { $0() }
            if let answer { return answer }
            taker.wait(milliseconds: left)
        }
    }

    /// Takes back the items of ``take(timeoutMilliseconds:)``, so that their buffers are used again. The caller must not
    /// keep a copy.
    ///
    /// A new buffer for each read costs more than the read, because the kernel clears returned pages. This was 8 % of the
    /// samples of a whole run.
    public func giveBack(_ items: consuming [Item]) {
        var buffers: [[UInt8]] = []
        for item in items {
            if let buffer = item.spareBuffer { buffers.append(buffer) }
        }
        // From here on each buffer has one owner, and can be written to without a copy.
        items = []
        guard !buffers.isEmpty else { return }
        state.withLock { state in
            let room = max(0, sparesKept - state.spare.count)
            state.spare.append(contentsOf: buffers.prefix(room))
        }
    }

    /// A buffer to use again, or an empty one.
    public func spareBuffer() -> [UInt8] { state.withLock { $0.spare.popLast() ?? [] } }

    /// The number of free buffers to keep: enough for the items with the taker and the items in the mailbox. With fewer,
    /// every other read of a fast feed gets a new buffer.
    private var sparesKept: Int { max(4, 2 * limit / DescriptorReader.bufferSize) }

    /// Waits until ``wake()`` or ``close()`` is called, or for this many milliseconds (nil: without a limit). It takes
    /// nothing: for a taker that still has items.
    public func waitForWake(timeoutMilliseconds: Int? = nil) {
        let clock = FeedClock.system.monotonicNanoseconds
        let deadline = timeoutMilliseconds.map { clock() + Int64(min($0, 1_000_000_000)) * 1_000_000 }
        while true {
            let left = deadline.map { Int(($0 - clock() + 999_999) / 1_000_000) }
            let isOver = state.withLock { state in
                guard state.isWoken || state.isClosed || (left.map { $0 <= 0 } ?? false) else {
                    state.takerWaits = true
                    return false
                }
                (state.isWoken, state.takerWaits) = (false, false)
                return true
            }
            if isOver { return }
            taker.wait(milliseconds: left)
        }
    }

    /// Makes the current wait, or else the next one, return at once.
    public func wake() {
        let ring = state.withLock { state in
            state.isWoken = true
            return Self.answerTaker(&state)
        }
        if ring { taker.ring() }
    }

    /// Drops all items, wakes all waiting threads, and refuses all further items.
    public func close() {
        let refused = state.withLock { state in
            state.isClosed = true
            return Self.empty(&state).refused
        }
        refused.forEach { $0() }
        taker.ring()
    }

    /// Whether the taker must be woken. It needs one ring only.
    private static func answerTaker(_ state: inout State) -> Bool {
        defer { state.takerWaits = false }
        return state.takerWaits
    }

    /// Whether the counts match the items. Only assertions call it. Cost: proportional to the items, which the taker visits
    /// anyway.
    private static func isWhole(_ state: borrowing State) -> Bool {
        let remarks = state.items.reduce(0) { $0 + ($1.isRemark ? $1.cost : 0) }
        let bytes = state.items.reduce(0) { $0 + ($1.isRemark ? 0 : $1.cost) }
        return (bytes, remarks) == (state.bytes, state.remarkBytes)
            && bytes <= state.mostBytes && remarks <= remarkLimit
    }

    private static func empty(_ state: inout State) -> (items: [Item], refused: [@Sendable () -> Void]) {
        assert(isWhole(state))
        let found = (state.items, state.refused)
        state.items = []
        state.refused = []
        (state.bytes, state.remarkBytes) = (0, 0)
        state.isWoken = false
        state.takerWaits = false
        return found
    }
}

/// The mailbox between the feeds and the decoding thread.
public typealias FeedMailbox = Mailbox<FeedItem>

extension FeedItem: MailboxItem {
    /// Includes the overhead of the allocator and the queue, so that a million tiny chunks are bounded too.
    public var cost: Int {
        guard case .bytes(let chunk) = self else { return 128 }
        return chunk.storage.capacity + 96
    }

    /// Whether it is anything except a chunk of bytes.
    public var isRemark: Bool { if case .bytes = self { false } else { true } }

    /// The buffer of a chunk that came from one read.
    public var spareBuffer: [UInt8]? {
        guard case .bytes(let chunk) = self, chunk.storage.count == DescriptorReader.bufferSize else { return nil }
        return chunk.storage
    }
}
