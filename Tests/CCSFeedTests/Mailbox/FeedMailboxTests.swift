import Synchronization
import Testing

@testable import CCSFeed

@Suite("The mailbox between feeds and reader")
struct FeedMailboxTests {
    @Test("gives back what was put in, in order, with statuses among the bytes")
    func keepsOrder() throws {
        let mailbox = try FeedMailbox()
        _ = mailbox.offer(.bytes(FeedChunk("a")), whenDrained: {})
        _ = mailbox.offer(.gap(source: 0, midLine: true), whenDrained: {})
        _ = mailbox.offer(.bytes(FeedChunk("b")), whenDrained: {})
        let kinds = mailbox.take().map { item in
            switch item {
            case .bytes(let chunk): String(decoding: chunk.storage.prefix(chunk.count), as: UTF8.self)
            case .gap: "gap"
            default: "?"
            }
        }
        #expect(kinds == ["a", "gap", "b"])
        #expect(mailbox.bytesHeld == 0)
    }

    @Test("refuses a chunk that does not fit, and says once when there is room")
    func refusesAndTells() throws {
        let mailbox = try FeedMailbox(limit: 1000)
        let told = Atomic<Int>(0)
        let chunk = FeedItem.bytes(FeedChunk(bytes: Array(repeating: 1, count: 500)))
        #expect(mailbox.offer(chunk, whenDrained: {}) == .taken)
        #expect(mailbox.refusals == 0)
        #expect(mailbox.offer(chunk) { told.add(1, ordering: .relaxed) } == .full)
        #expect(mailbox.refusals == 1)
        #expect(told.load(ordering: .relaxed) == 0)
        #expect(mailbox.take().count == 1)
        #expect(told.load(ordering: .relaxed) == 1)
        #expect(mailbox.take(timeoutMilliseconds: 0).isEmpty)
        #expect(told.load(ordering: .relaxed) == 1)
        #expect(mailbox.offer(chunk, whenDrained: {}) == .taken)
    }

    @Test("refusals of past items are not counted")
    func pastIsNoRefusal() throws {
        let mailbox = try FeedMailbox(limit: 1)
        let chunk = FeedItem.bytes(FeedChunk("x"))
        #expect(mailbox.offer(chunk, isPast: true, whenDrained: {}) == .taken)
        #expect(mailbox.offer(chunk, isPast: true, whenDrained: {}) == .full)
        #expect(mailbox.refusals == 0)
        #expect(mailbox.offer(chunk, whenDrained: {}) == .full)
        #expect(mailbox.refusals == 1)
    }

    @Test("takes items without bytes even when full")
    func statusesAlwaysFit() throws {
        let mailbox = try FeedMailbox(limit: 1)
        #expect(mailbox.offer(.bytes(FeedChunk("more than one byte")), whenDrained: {}) == .taken)
        #expect(mailbox.offer(.bytes(FeedChunk("x")), whenDrained: {}) == .full)
        #expect(mailbox.offer(.ended(source: 0, .endOfFeed), whenDrained: {}) == .taken)
        #expect(mailbox.take().count == 2)
    }

    @Test("a flood of items without bytes is refused in the end, and fits again when they were taken")
    func statusesAreBounded() throws {
        let mailbox = try FeedMailbox()
        var taken = 0
        while taken < 100_000, mailbox.offer(.gap(source: 0, midLine: false), whenDrained: {}) == .taken { taken += 1 }
        #expect((100..<10_000).contains(taken))
        #expect(mailbox.offer(.bytes(FeedChunk("x")), whenDrained: {}) == .taken)
        #expect(mailbox.take().count == taken + 1)
        #expect(mailbox.offer(.gap(source: 0, midLine: false), whenDrained: {}) == .taken)
    }

    @Test("counts tiny chunks at what they cost, so that a million of them are bounded too")
    func tinyChunksCount() throws {
        let mailbox = try FeedMailbox(limit: 100_000)
        var taken = 0
        while mailbox.offer(.bytes(FeedChunk("x")), whenDrained: {}) == .taken { taken += 1 }
        #expect(taken < 1000)
    }

    @Test("the buffer of a whole read serves again once it is given back, and no copy is made of it")
    func buffersServeAgain() throws {
        let mailbox = try FeedMailbox()
        #expect(mailbox.spareBuffer().isEmpty, "nothing was given back yet")
        let address = offerWholeRead(to: mailbox)
        mailbox.giveBack(mailbox.take())
        var spare = mailbox.spareBuffer()
        #expect(spare.count == DescriptorReader.bufferSize)
        spare[0] = 2
        #expect(spare.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) } == address)
        #expect(mailbox.spareBuffer().isEmpty, "it is given out once")
    }

    /// Offers a buffer without keeping it, and returns its address.
    private func offerWholeRead(to mailbox: FeedMailbox) -> Int {
        let buffer = [UInt8](repeating: 1, count: DescriptorReader.bufferSize)
        _ = mailbox.offer(.bytes(FeedChunk(source: 0, storage: buffer, count: 100, arrivedAt: 0)), whenDrained: {})
        return buffer.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    }

    @Test("only buffers of whole reads are kept, and only so many as the mailbox and its taker can have in use")
    func sparesAreBounded() throws {
        let mailbox = try FeedMailbox(limit: 1)
        mailbox.giveBack([.bytes(FeedChunk("small")), .gap(source: 0, midLine: false)])
        #expect(mailbox.spareBuffer().isEmpty)
        let buffer = [UInt8](repeating: 0, count: DescriptorReader.bufferSize)
        mailbox.giveBack((0..<50).map { _ in .bytes(FeedChunk(source: 0, storage: buffer, count: 1, arrivedAt: 0)) })
        var spares = 0
        while !mailbox.spareBuffer().isEmpty { spares += 1 }
        #expect(spares == 4)
    }

    @Test("a take returns at once when it was woken before, and only the first one")
    func wakeIsKept() throws {
        let mailbox = try FeedMailbox()
        mailbox.wake()
        #expect(mailbox.take(timeoutMilliseconds: nil).isEmpty)
        mailbox.wake()
        _ = mailbox.offer(.bytes(FeedChunk("x")), whenDrained: {})
        #expect(mailbox.take(timeoutMilliseconds: nil).count == 1)
    }

    @Test("wake, an item and close each end a take that waits for ever", arguments: ["wake", "item", "close"])
    func endsWaiting(how: String) async throws {
        let mailbox = try FeedMailbox()
        let waiter = Task.detached { mailbox.take(timeoutMilliseconds: nil).count }
        switch how {
        case "wake": mailbox.wake()
        case "item": _ = mailbox.offer(.bytes(FeedChunk("x")), whenDrained: {})
        default: mailbox.close()
        }
        #expect(await waiter.value == (how == "item" ? 1 : 0))
    }

    @Test("a closed mailbox holds nothing, refuses everything and keeps nobody waiting")
    func closes() throws {
        let mailbox = try FeedMailbox(limit: 100)
        let told = Atomic<Int>(0)
        _ = mailbox.offer(.bytes(FeedChunk("x")), whenDrained: {})
        _ = mailbox.offer(.bytes(FeedChunk("y"))) { told.add(1, ordering: .relaxed) }
        mailbox.close()
        #expect(told.load(ordering: .relaxed) == 1)
        #expect(mailbox.isClosed)
        #expect(mailbox.offer(.ended(source: 0, .stopped), whenDrained: {}) == .closed)
        #expect(mailbox.take(timeoutMilliseconds: nil).isEmpty)
        #expect(try mailbox.post(.bytes(FeedChunk("z")), stopper: FeedStopper()) == false)
    }

    @Test("a post that waits for room ends when it is stopped, whenever that was")
    func postStops() async throws {
        let mailbox = try FeedMailbox(limit: 1)
        _ = mailbox.offer(.bytes(FeedChunk("x")), whenDrained: {})
        let stopper = try FeedStopper()
        let poster = Task.detached { mailbox.post(.bytes(FeedChunk("y")), stopper: stopper) }
        stopper.stop()
        #expect(await poster.value == false)
        #expect(mailbox.post(.bytes(FeedChunk("z")), stopper: stopper) == false)
        #expect(stopper.pause(milliseconds: nil) == false)
    }

    @Test("many producers that wait all get through, and the bound holds")
    func manyProducers() async throws {
        let mailbox = try FeedMailbox(limit: 4096)
        let producers = 3
        let each = 500
        for source in 0..<producers {
            let feed = try PostingThread(mailbox: mailbox, source: source, count: each)
            try feed.start()
        }
        var next = Array(repeating: 0, count: producers)
        var isOrdered = true
        var count = 0
        while count < producers * each {
            let items = mailbox.take(timeoutMilliseconds: 30_000)
            try #require(!items.isEmpty)
            for case .bytes(let chunk) in items {
                let number = Int(String(decoding: chunk.storage.prefix(chunk.count), as: UTF8.self))
                isOrdered = isOrdered && number == next[chunk.source]
                next[chunk.source] += 1
                count += 1
            }
        }
        #expect(isOrdered)
        #expect(mailbox.mostBytesHeld <= mailbox.limit)
    }

    @Test("a chunk has readable bytes after its end, however it was made")
    func padding() {
        let copied = FeedChunk("abc")
        #expect(copied.storage.count >= copied.count + FeedChunk.padding)
        #expect(copied.storage[3...].allSatisfy { $0 == 0 })
        let taken = FeedChunk(source: 0, storage: [1, 2, 3], count: 3, arrivedAt: 0)
        #expect(taken.storage.count >= taken.count + FeedChunk.padding)
        #expect(FeedChunk(source: 0, storage: [], count: 9, arrivedAt: 0).count == 0)
    }
}
