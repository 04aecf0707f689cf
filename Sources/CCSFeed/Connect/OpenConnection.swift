internal import CCSPBX
internal import Glibc
internal import NIOCore

/// A connection while it is open: its channel, what was asked on it, and what came.
final class OpenConnection {
    /// A line that could not be sent, because the feed does not read. It is made and sent when the connection is writable
    /// again.
    enum Owed {
        case nothing
        case greeting
        case subscription
    }

    /// How far the login at a PBX came.
    enum Login {
        /// A feed of lines needs none.
        case none
        case goesOn(PBXLogin)
        case accepted(PBXLogin)
        case refused(FeedTrouble)
    }

    let channel: any Channel
    let handler: FeedChannelHandler
    /// Counts from 1.
    let number: Int
    /// When it began, in nanoseconds of the monotonic clock.
    private let since: Int64
    var owes = Owed.nothing
    var isGreeting = false
    var login = Login.none
    /// The timer of the next renewal, or of the next ping of a PBX.
    var renewal: Scheduled<Void>?
    /// The timer that reports a refusal of all events at once, unless the feed accepts them one by one before.
    var refusal: Scheduled<Void>?
    /// The feed's answer when it refused the subscription; nil if it did not.
    var refusedWith: String?
    private var lastByte: UInt8?
    /// Lines that may still be answers to our requests; below 0 after more lines than that.
    private var linesToCome = 0

    init(_ channel: any Channel, _ handler: FeedChannelHandler, number: Int, since: Int64) {
        (self.channel, self.handler, self.number, self.since) = (channel, handler, number, since)
    }

    /// Whether the last byte that came ended no line; false if none came.
    var isMidLine: Bool { lastByte.map { $0 != 0x0A } ?? false }

    /// Whether it is live: a PBX is once it took the login.
    var isLive: Bool {
        switch login {
        case .none, .accepted: true
        case .goesOn, .refused: false
        }
    }

    /// Whether more lines came than the answers to our requests: these are events. A server that only answers, refuses and hangs
    /// up is retried less often than one that sends events. Lines of a PBX before the login are no events either.
    var broughtEvents: Bool {
        switch login {
        case .none: linesToCome < 0
        case .accepted: true
        case .goesOn, .refused: false
        }
    }

    /// How long it has lasted, in milliseconds.
    func age(at now: Int64) -> Int64 { (now - since) / 1_000_000 }

    /// A request was sent that the feed answers with a line.
    func expectAnswer() {
        if linesToCome >= 0 { linesToCome += 1 }
    }

    /// Notes what came.
    func note(_ chunk: FeedChunk) {
        lastByte = chunk.storage[chunk.count - 1]
        guard linesToCome >= 0 else { return }
        chunk.storage.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var at = 0
            while linesToCome >= 0, let end = memchr(base + at, 0x0A, chunk.count - at) {
                linesToCome -= 1
                at = UnsafeRawPointer(end) - base + 1
            }
        }
    }

    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
    }

    func cancelTimers() {
        renewal?.cancel()
        refusal?.cancel()
    }
}
