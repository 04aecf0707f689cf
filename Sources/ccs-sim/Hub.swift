import NIOCore

/// Takes from the source what is due and gives it to the peers. Lives on one event loop, as all of them do.
///
/// A peer that does not read is closed when too much waits for it; nobody waits for it meanwhile. Run as fast as it
/// can, the feed goes at the pace of the quickest peer, and stands while there is none.
final class Hub {
    /// What may wait for one peer.
    static let backlogLimit = 8 << 20
    /// A free-running feed goes on while a peer has less than this before it.
    private static let room = 1 << 20
    /// How much is made in one go, so that the loop can turn to its sockets in between.
    private static let piece = 256 << 10
    /// How long peers may take over the rest when the feed has ended.
    private static let patience = TimeAmount.seconds(60)

    let waitsForSubscription: Bool
    private var source: Source
    private let loop: any EventLoop
    private let ended: EventLoopPromise<Void>
    private var peers: [ObjectIdentifier: PeerHandler] = [:]
    private var isTicking = false
    private var hasEnded = false

    init(source: Source, waitsForSubscription: Bool, loop: any EventLoop, ended: EventLoopPromise<Void>) {
        self.source = source
        self.waitsForSubscription = waitsForSubscription
        self.loop = loop
        self.ended = ended
    }

    func start() {
        if source.pace != .max { tick(after: .zero) }
    }

    func add(_ peer: PeerHandler) {
        peers[ObjectIdentifier(peer)] = peer
        if hasEnded { peer.closeWhenDone() }
    }

    func remove(_ peer: PeerHandler) {
        peers[ObjectIdentifier(peer)] = nil
        if hasEnded, peers.isEmpty { ended.succeed() }
    }

    /// A peer has begun to listen, or has room again.
    func wake() {
        if source.pace == .max, !hasEnded { tick(after: .zero) }
    }

    private func tick(after delay: TimeAmount) {
        guard !isTicking else { return }
        isTicking = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: delay) {
            bound.value.isTicking = false
            bound.value.send()
        }
    }

    private func send() {
        let listeners = peers.values.filter(\.isListening)
        if source.pace == .max, !listeners.contains(where: { $0.backlog < Self.room }) { return }
        let now = Clock.monotonic
        var bytes: [UInt8] = []
        var lines: [(end: Int, domain: Int?)] = []
        var next = source.next(at: now, into: &bytes)
        while case .line(let domain) = next {
            lines.append((bytes.count, domain))
            if bytes.count >= Self.piece { break }
            next = source.next(at: now, into: &bytes)
        }
        if !bytes.isEmpty { give(bytes, lines, to: listeners) }
        switch next {
        case .line: tick(after: .zero)
        case .wait(let nanoseconds): tick(after: .nanoseconds(min(max(nanoseconds, 1_000_000), 1_000_000_000)))
        case .end: end()
        }
    }

    /// Each selection of domains is cut once, and shared by those who asked for it.
    private func give(_ bytes: [UInt8], _ lines: [(end: Int, domain: Int?)], to listeners: [PeerHandler]) {
        var cuts: [String?: ByteBuffer] = [:]
        for peer in listeners {
            let cut = cuts[peer.domain] ?? select(peer.domain, of: bytes, lines)
            cuts[peer.domain] = cut
            if cut.readableBytes > 0 { peer.send(cut) }
        }
    }

    /// The lines of `domain`, and those that belong to none.
    private func select(_ domain: String?, of bytes: [UInt8], _ lines: [(end: Int, domain: Int?)]) -> ByteBuffer {
        guard let domain else { return ByteBuffer(bytes: bytes) }
        let index = source.domains.firstIndex(of: domain)
        var cut = ByteBuffer()
        var start = 0
        for line in lines {
            if line.domain == nil || line.domain == index { cut.writeBytes(bytes[start..<line.end]) }
            start = line.end
        }
        return cut
    }

    private func end() {
        hasEnded = true
        if peers.isEmpty { return ended.succeed() }
        for peer in Array(peers.values) { peer.closeWhenDone() }
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: Self.patience) {
            for peer in Array(bound.value.peers.values) { peer.close(because: "it did not take the end of the feed") }
        }
    }
}
