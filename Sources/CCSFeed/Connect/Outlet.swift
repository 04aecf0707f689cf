internal import NIOCore

/// Sends items from an event loop into the mailbox, and queues, in order, the items that do not fit yet.
///
/// The queue is bounded, because nothing is read while it holds items. The exception is a close by the peer: then NIO
/// delivers all bytes of the connection that the kernel still holds.
final class Outlet {
    private let mailbox: FeedMailbox
    private let loop: any EventLoop
    /// Keeps the loop running while the mailbox may call back, because the closures given to the mailbox hold this outlet.
    private let lease: LoopLease?
    private var kept: [FeedItem] = []
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
        if kept.count == 1 { pass() }
    }

    /// Drops the queued items.
    func discard() {
        kept = []
        isAwaitingRoom = false
    }

    private func pass() {
        guard !isAwaitingRoom else { return }
        var passed = 0
        while passed < kept.count, offer(kept[passed]) { passed += 1 }
        kept.removeFirst(passed)
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
