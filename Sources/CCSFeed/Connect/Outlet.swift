internal import NIOCore

/// The way from an event loop into the mailbox: keeps, in order, what does not fit yet.
///
/// What it keeps is bounded: nothing more is read while it keeps something. Only when the other side closes does NIO
/// hand over all that the kernel still holds of that connection.
final class Outlet {
    private let mailbox: FeedMailbox
    private let loop: any EventLoop
    /// Keeps the loop running for as long as the mailbox may call back: an outlet is held by what it gave the mailbox.
    private let lease: LoopLease?
    private var kept: [FeedItem] = []
    private(set) var isClosed = false
    private var isAwaitingRoom = false

    /// Called on the loop when nothing is kept any more, or the mailbox was closed.
    var whenDrained: () -> Void = {}

    init(mailbox: FeedMailbox, loop: any EventLoop, lease: LoopLease?) {
        self.mailbox = mailbox
        self.loop = loop
        self.lease = lease
    }

    /// Whether reading has to wait.
    var isHolding: Bool { !kept.isEmpty }

    func send(_ item: FeedItem) {
        kept.append(item)
        if kept.count == 1 { pass() }
    }

    /// Drops what is kept.
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
