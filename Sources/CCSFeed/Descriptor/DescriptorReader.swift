internal import Glibc

/// The system calls of a ``DescriptorFeed``: one wait, one read.
struct DescriptorReader {
    enum Readiness {
        /// A read does not block now.
        case readable
        /// It might: wait again.
        case notYet
        case failed(Int32)
    }

    enum Result {
        case bytes(FeedChunk)
        case endOfFeed
        /// Nothing now: wait, and try again.
        case again
        case failed(Int32)
    }

    /// As much as a read asks for: with it a file gives several times the lines a second that 4 KiB give.
    static let readSize = 256 << 10
    /// What such a read is made into.
    static let bufferSize = readSize + FeedChunk.padding

    let descriptor: Int32
    let source: Int

    /// Lets a pipe hold four reads and not a quarter of one, where the system allows it: whoever writes into it and whoever reads
    /// then run side by side in place of by turns. With `cat FILE | ccs-top --once` there are a sixth of the switches between
    /// threads. What is no pipe, or holds more, stays as it is.
    func widenPipe() {
        guard (0..<Self.pipeSize).contains(fcntl(descriptor, Self.getPipeSize)) else { return }
        _ = fcntl(descriptor, Self.setPipeSize, Self.pipeSize)
    }

    /// What a process without privileges may ask for.
    static let pipeSize = Int32(4 * readSize)
    /// F_SETPIPE_SZ and F_GETPIPE_SZ of Linux's `fcntl.h`, which Swift does not show.
    static let (setPipeSize, getPipeSize): (Int32, Int32) = (1031, 1032)

    /// Sleeps until there is something to read or the doorbell rings.
    ///
    /// Always before a read: a read that blocks could not be stopped, and one that does not would keep a core busy.
    func wait(orFor doorbell: Doorbell) -> Readiness {
        var awaited = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&awaited, nfds_t(awaited.count), -1) >= 0 else {
            return errno == EINTR || errno == EAGAIN ? .notYet : .failed(errno)
        }
        if awaited[1].revents != 0 { doorbell.silence() }
        let found = Int32(awaited[0].revents)
        if found & POLLNVAL != 0 { return .failed(EBADF) }
        // A hang-up and an error count as readable: the read then says what it is.
        return found != 0 ? .readable : .notYet
    }

    /// One read into `room`, which goes with the bytes where there are many, and else stays.
    func read(into room: inout [UInt8], arrivedAt: () -> Int64) -> Result {
        if room.count != Self.bufferSize { room = [UInt8](repeating: 0, count: Self.bufferSize) }
        let (read, code) = room.withUnsafeMutableBytes { room in
            let read = Glibc.read(descriptor, room.baseAddress, Self.readSize)
            let code = errno
            // Leftovers of an earlier read would do as padding, but a feed should not be told by them.
            room[max(read, 0)...].prefix(FeedChunk.padding).initializeMemory(as: UInt8.self, repeating: 0)
            return (read, code)
        }
        guard read > 0 else {
            if read == 0 { return .endOfFeed }
            return [EINTR, EAGAIN].contains(code) ? .again : .failed(code)
        }
        // A trickle must not hold a whole buffer for every few bytes of it.
        guard read < Self.readSize / 4 else {
            defer { room = [] }
            return .bytes(FeedChunk(source: source, storage: room, count: read, arrivedAt: arrivedAt()))
        }
        return room.withUnsafeBytes { bytes in
            let bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(read))
            return .bytes(FeedChunk(source: source, copying: bytes, arrivedAt: arrivedAt()))
        }
    }
}
