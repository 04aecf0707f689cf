import CCSTestSupport
import Glibc
import Testing

@testable import CCSFeed

@Suite("Descriptors as feeds")
struct DescriptorFeedTests {
    /// A pipe whose ends can be closed separately.
    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() {
            var ends: [Int32] = [-1, -1]
            pipe(&ends)
            (reading, writing) = (ends[0], ends[1])
        }

        func write(_ bytes: some Collection<UInt8>) {
            let bytes = Array(bytes)
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { Glibc.write(writing, $0.baseAddress, $0.count) }
                guard count > 0 else { return }
                written += count
            }
        }
    }

    @Test("a pipe's bytes come in order up to its end, whether it blocks or not", arguments: [false, true])
    func pipeInOrder(isNonBlocking: Bool) throws {
        let pipe = Pipe()
        if isNonBlocking { _ = fcntl(pipe.reading, F_SETFL, O_NONBLOCK) }
        let mailbox = try FeedMailbox(limit: 300_000)
        let feed = try DescriptorFeed(
            descriptor: pipe.reading, source: 0, mailbox: mailbox, closesDescriptor: true)
        try feed.start()
        let content = countedLines(bytes: 2_000_000)
        try OwnedThread().start {
            var rest = content[...]
            var random = SeededGenerator(seed: 4)
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...100_000, using: &random))
                pipe.write(piece)
                rest = rest.dropFirst(piece.count)
            }
            close(pipe.writing)
        }
        var taking = Taking(mailbox)
        #expect(taking.take { $0.end != nil })
        #expect(taking.bytes == content)
        #expect(taking.end == .endOfFeed)
        #expect(mailbox.mostBytesHeld <= mailbox.limit)
    }

    @Test("a pipe is made to hold four reads, one that holds more stays as it is", arguments: [4096, 65536, 2 << 20])
    func widensPipes(size: Int32) throws {
        let (pipe, other) = (Pipe(), Pipe())
        // Another pipe shows which size the system allows. Only privileged processes may exceed the limit.
        _ = fcntl(other.reading, DescriptorReader.setPipeSize, DescriptorReader.pipeSize)
        let wide = fcntl(other.reading, DescriptorReader.getPipeSize)
        _ = fcntl(pipe.reading, DescriptorReader.setPipeSize, size)
        let before = fcntl(pipe.reading, DescriptorReader.getPipeSize)
        try #require(before > 0 && wide > 0)
        DescriptorReader(descriptor: pipe.reading, source: 0).widenPipe()
        #expect(fcntl(pipe.reading, DescriptorReader.getPipeSize) == max(before, wide))
        [pipe, other].forEach {
            close($0.reading)
            close($0.writing)
        }
    }

    @Test("a trickle does not hold a whole read buffer for every few bytes")
    func trickleIsSmall() throws {
        let pipe = Pipe()
        let mailbox = try FeedMailbox()
        let feed = try DescriptorFeed(descriptor: pipe.reading, source: 0, mailbox: mailbox, closesDescriptor: true)
        try feed.start()
        pipe.write("a few bytes\n".utf8)
        var taking = Taking(mailbox)
        #expect(taking.take { !$0.bytes.isEmpty })
        #expect(mailbox.mostBytesHeld < 1000)
        close(pipe.writing)
        #expect(taking.take { $0.end == .endOfFeed })
    }

    @Test("stop ends it while it waits for bytes that never come")
    func stopsWhileReading() throws {
        let pipe = Pipe()
        defer { close(pipe.writing) }
        let mailbox = try FeedMailbox()
        let feed = try DescriptorFeed(descriptor: pipe.reading, source: 0, mailbox: mailbox, closesDescriptor: true)
        try feed.start()
        var taking = Taking(mailbox)
        #expect(taking.take { !$0.statuses.isEmpty })
        feed.stop()
        #expect(taking.take { $0.end == .stopped })
    }

    @Test("stop ends it while it waits for room in the mailbox")
    func stopsWhilePosting() throws {
        let pipe = Pipe()
        defer { close(pipe.writing) }
        let mailbox = try FeedMailbox(limit: 1)
        let feed = try DescriptorFeed(descriptor: pipe.reading, source: 0, mailbox: mailbox, closesDescriptor: true)
        #expect(mailbox.offer(.bytes(FeedChunk("the room is taken")), whenDrained: {}) == .taken)
        pipe.write("x\n".utf8)
        try feed.start()
        feed.stop()
        var taking = Taking(mailbox)
        #expect(taking.take { $0.end == .stopped })
    }

    @Test("a descriptor that cannot be read fails with a reason")
    func fails() throws {
        let mailbox = try FeedMailbox()
        let directory = open("/", O_RDONLY)
        let clock = FeedClock(wallMilliseconds: { 3 }, monotonicNanoseconds: { 0 })
        let feed = try DescriptorFeed(
            descriptor: directory, source: 0, mailbox: mailbox, clock: clock, closesDescriptor: true)
        try feed.start()
        var taking = Taking(mailbox)
        #expect(taking.take { $0.end != nil })
        #expect(taking.end == .failed("cannot read the feed: Is a directory"))
        #expect(taking.statuses.last == .failed(since: 3, why: "cannot read the feed: Is a directory"))
    }

    @Test("a descriptor that is not open fails, and does not spin")
    func notOpen() throws {
        let mailbox = try FeedMailbox()
        let feed = try DescriptorFeed(descriptor: 1_000_000, source: 0, mailbox: mailbox)
        try feed.start()
        var taking = Taking(mailbox)
        #expect(taking.take { $0.end == .failed("cannot wait for the feed: Bad file descriptor") })
    }
}
