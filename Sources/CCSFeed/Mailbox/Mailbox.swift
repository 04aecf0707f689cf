internal import Synchronization

/// What became of an item that was offered to a mailbox.
public enum FeedAcceptance: Sendable, Equatable {
    /// It is in the mailbox.
    case taken

    /// There is no room: it is not in the mailbox. Keep it, stop reading, and offer it again when told.
    case full

    /// Nobody takes any more: the feed may end.
    case closed
}

/// What a ``Mailbox`` takes.
public protocol MailboxItem: Sendable {
    /// The memory it holds; 0 for what always fits.
    var cost: Int { get }
    /// Whether it is no bytes of a feed, but says something of it: then it has room of its own, however many bytes wait.
    var isRemark: Bool { get }
    /// A buffer of it that can serve again, once nobody has the item any more.
    var spareBuffer: [UInt8]? { get }
}

/// Between the feeds and the one thread that takes: a queue bounded in bytes.
///
/// Any thread may put items in and call ``wake()``; one thread takes. Items keep the order in which they came. A chunk
/// that does not fit is refused until there is room again, which is what holds back a feed that is faster than its
/// reader. Items without bytes have room of their own (``remarkLimit``), so that they fit when it is full; only a flood of them
/// is refused. A chunk greater than the whole limit fits an empty mailbox.
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
        /// Buffers whose bytes were taken, for whoever reads next.
        var spare: [[UInt8]] = []
        /// Called once there is room: one for each producer that was refused.
        var refused: [@Sendable () -> Void] = []
    }

    /// The most bytes it holds.
    public let limit: Int
    /// Bytes of room for items without bytes: some hundreds.
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

    /// The most bytes that were ever held at a time.
    public var mostBytesHeld: Int { state.withLock { $0.mostBytes } }

    /// How often something found no room that was not of the past: whoever brought it had to wait.
    public var refusals: Int { state.withLock { $0.refusals } }

    /// Puts an item in without waiting: for event loops.
    ///
    /// - Parameters:
    ///   - item: What to put in.
    ///   - isPast: Of what happened before: that it comes faster than it can be taken shows nothing, and is no refusal that counts.
    ///   - whenDrained: After `.full`, called once, on whatever thread makes the room; it must be quick.
    /// - Returns: Whether it is in.
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

    /// Puts an item in, and waits for room if there is none: for reader threads.
    ///
    /// Returns false, and drops the item, when the mailbox is closed or the stopper stops while it waits.
    public func post(_ item: Item, isPast: Bool = false, stopper: FeedStopper) -> Bool {
        let doorbell = stopper.doorbell
        while true {
            switch offer(item, isPast: isPast, whenDrained: { doorbell.ring() }) {
            case .taken: return true
            case .closed: return false
            case .full:
                // Another ring than that of the room is possible: then it is asked for again, and nothing is lost.
                guard stopper.pause(milliseconds: nil) else { return false }
            }
        }
    }

    /// Everything there is, in order. It waits until there is something, ``wake()`` or ``close()`` is called, or so
    /// many milliseconds have passed (nil: for ever, 0: not at all); so the answer may be empty.
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

    /// Takes back the items of a ``take(timeoutMilliseconds:)`` when they are done with: their buffers serve again. Whoever calls
    /// keeps none of them.
    ///
    /// A fresh buffer for every read costs more than the read: the kernel clears pages that have just been given back to it (8 %
    /// of the samples of a whole run).
    public func giveBack(_ items: consuming [Item]) {
        var buffers: [[UInt8]] = []
        for item in items {
            if let buffer = item.spareBuffer { buffers.append(buffer) }
        }
        // Only now the buffers have one owner, and can be written to without a copy.
        items = []
        guard !buffers.isEmpty else { return }
        state.withLock { state in
            let room = max(0, sparesKept - state.spare.count)
            state.spare.append(contentsOf: buffers.prefix(room))
        }
    }

    /// A buffer that was given back; an empty one where there is none.
    public func spareBuffer() -> [UInt8] { state.withLock { $0.spare.popLast() ?? [] } }

    /// Buffers that are kept: those that the taker has and those that the mailbox holds. With fewer, every other read of a fast
    /// feed gets a fresh one.
    private var sparesKept: Int { max(4, 2 * limit / DescriptorReader.bufferSize) }

    /// Waits until ``wake()`` or ``close()`` is called, or so many milliseconds have passed (nil: for ever), and takes nothing: for
    /// a taker that still has enough.
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

    /// Makes the take that waits, or else the next one, return at once.
    public func wake() {
        let ring = state.withLock { state in
            state.isWoken = true
            return Self.answerTaker(&state)
        }
        if ring { taker.ring() }
    }

    /// Drops what is held and refuses everything from now on. Whoever waits returns.
    public func close() {
        let refused = state.withLock { state in
            state.isClosed = true
            return Self.empty(&state).refused
        }
        refused.forEach { $0() }
        taker.ring()
    }

    /// Whether the taker has to be woken: once is enough.
    private static func answerTaker(_ state: inout State) -> Bool {
        defer { state.takerWaits = false }
        return state.takerWaits
    }

    /// Whether the counts are those of the items. For assertions: other builds never call it. Cost: the items, which are about to be
    /// taken.
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

/// Between the feeds and whoever reads their bytes.
public typealias FeedMailbox = Mailbox<FeedItem>

extension FeedItem: MailboxItem {
    /// The memory it holds, with what the allocator and the queue add: a million tiny ones are bounded too.
    public var cost: Int {
        guard case .bytes(let chunk) = self else { return 128 }
        return chunk.storage.capacity + 96
    }

    /// Whether it is no chunk.
    public var isRemark: Bool { if case .bytes = self { false } else { true } }

    /// That of a chunk that a whole read was made into.
    public var spareBuffer: [UInt8]? {
        guard case .bytes(let chunk) = self, chunk.storage.count == DescriptorReader.bufferSize else { return nil }
        return chunk.storage
    }
}
