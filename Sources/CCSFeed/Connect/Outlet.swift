internal import DequeModule
internal import NIOCore

/// Sends items from an event loop into the mailbox, and queues, in order, the items that do not fit yet.
///
/// The queue is bounded, because nothing is read while it holds items. The exception is a close by the peer: then NIO
/// delivers all bytes of the connection that the kernel still holds. Who reads on all the same asks for ``bytesHeld``.
final class Outlet {
    private let mailbox: FeedMailbox
    private let loop: any EventLoop
    /// Keeps the loop running while the mailbox may call back, because the closures given to the mailbox hold this outlet.
    private let lease: LoopLease?
    private var kept: Deque<FeedItem> = []
    /// The memory of the queued items.
    private(set) var bytesHeld = 0
    private(set) var isClosed = false
    private var isAwaitingRoom = false

    /// Called on the loop when the queue is empty, or when the mailbox was closed.
    var whenDrained: () -> Void = {}

    init(mailbox: FeedMailbox, loop: any EventLoop, lease: LoopLease?) {
        self.mailbox = mailbox
        self.loop = loop
        self.lease = lease
    }

    /// Whether reading must wait.
    var isHolding: Bool { !kept.isEmpty }

    func send(_ item: FeedItem) {
        kept.append(item)
        bytesHeld += item.cost
        if kept.count == 1 { pass() }
    }

    /// Drops the queued items.
    func discard() {
        (kept, bytesHeld) = ([], 0)
        isAwaitingRoom = false
    }

    /// Drops the queued bytes, not the messages about the feed.
    func discardBytes() {
        kept.removeAll { !$0.isRemark }
        bytesHeld = kept.reduce(0) { $0 + $1.cost }
    }

    private func pass() {
        guard !isAwaitingRoom else { return }
        while let item = kept.first, offer(item) {
            kept.removeFirst()
            bytesHeld -= item.cost
        }
    }

    private func offer(_ item: FeedItem) -> Bool {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let acceptance = mailbox.offer(item) { [loop] in
            loop.execute { bound.value.roomCame() }
        }
        switch acceptance {
        case .taken: return true
        case .full:
            isAwaitingRoom = true
            return false
        case .closed:
            isClosed = true
            return true
        }
    }

    private func roomCame() {
        isAwaitingRoom = false
        pass()
        if kept.isEmpty { whenDrained() }
    }
}
