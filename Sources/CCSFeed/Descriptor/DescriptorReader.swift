internal import Glibc

/// The system calls of a ``DescriptorFeed``: one wait, one read.
struct DescriptorReader {
    enum Readiness {
        /// A read does not block now.
        case readable
        /// It may block: wait again.
        case notYet
        case failed(Int32)
    }

    enum Result {
        case bytes(FeedChunk)
        case endOfFeed
        /// No data now: wait, and try again.
        case again
        case failed(Int32)
    }

    /// Bytes requested by one read. With this size, a file gives several times as many lines a second as with 4 KiB.
    static let readSize = 256 << 10
    /// Bytes of the buffer for one read, with the padding.
    static let bufferSize = readSize + FeedChunk.padding

    let descriptor: Int32
    let source: Int

    /// Enlarges a pipe to hold four reads instead of a quarter of one, where the system allows it. The writer and the reader
    /// then run in parallel instead of by turns: `cat FILE | ccs-top --once` needs a sixth of the thread switches. A
    /// descriptor that is no pipe, and a larger pipe, stay as they are.
    func widenPipe() {
        guard (0..<Self.pipeSize).contains(fcntl(descriptor, Self.getPipeSize)) else { return }
        _ = fcntl(descriptor, Self.setPipeSize, Self.pipeSize)
    }

    /// The largest pipe for a process without privileges.
    static let pipeSize = Int32(4 * readSize)
    /// F_SETPIPE_SZ and F_GETPIPE_SZ of Linux's `fcntl.h`, which Swift does not show.
    static let (setPipeSize, getPipeSize): (Int32, Int32) = (1031, 1032)

    /// Sleeps until there is something to read or the doorbell rings.
    ///
    /// Call it before each read. A blocking read could not be stopped, and a non-blocking one would keep a core busy.
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
        // A hang-up and an error count as readable: the read then reports which one it is.
        return found != 0 ? .readable : .notYet
    }

    /// Does one read into `room`. A large read hands the buffer on with the bytes; a small read copies them, so `room`
    /// stays.
    func read(into room: inout [UInt8], arrivedAt: () -> Int64) -> Result {
        if room.count != Self.bufferSize { room = [UInt8](repeating: 0, count: Self.bufferSize) }
        let (read, code) = room.withUnsafeMutableBytes { room in
            let read = Glibc.read(descriptor, room.baseAddress, Self.readSize)
            let code = errno
            // Leftovers of an earlier read would also do as padding, but the bytes of a feed must not reach another chunk.
            room[max(read, 0)...].prefix(FeedChunk.padding).initializeMemory(as: UInt8.self, repeating: 0)
            return (read, code)
        }
        guard read > 0 else {
            if read == 0 { return .endOfFeed }
            return [EINTR, EAGAIN].contains(code) ? .again : .failed(code)
        }
        // Otherwise each small read of a slow feed would occupy a whole buffer.
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
