import NIOCore

/// Takes the lines that are due from the source and gives them to the peers. It runs on the event loop of all peers.
///
/// A peer that does not read is closed when too many bytes wait for it. The other peers do not wait for it. At maximum
/// speed, the feed runs at the pace of the fastest peer, and stands still without one.
final class Hub {
    /// The limit of bytes that wait for one peer.
    static let backlogLimit = 8 << 20
    /// At maximum speed, the feed goes on while a peer has fewer waiting bytes than this.
    private static let room = 1 << 20
    /// Bytes made in one step, so that the loop can serve its sockets in between.
    private static let piece = 256 << 10
    /// The time that peers have to read the rest after the end of the feed.
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

    /// A peer subscribed, or has room again.
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

    /// Each selection of domains is made once, and shared by the peers that asked for it.
    private func give(_ bytes: [UInt8], _ lines: [(end: Int, domain: Int?)], to listeners: [PeerHandler]) {
        var cuts: [String?: ByteBuffer] = [:]
        for peer in listeners {
            let cut = cuts[peer.domain] ?? select(peer.domain, of: bytes, lines)
            cuts[peer.domain] = cut
            if cut.readableBytes > 0 { peer.send(cut) }
        }
    }

    /// The lines of `domain`, and the lines without a domain.
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
