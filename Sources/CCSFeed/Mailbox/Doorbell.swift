internal import Glibc

/// Lets one thread sleep until another one rings. It is a pipe, so `poll` can wait for it together with other descriptors.
///
/// A ring stays until ``silence()``. Several rings before that count as one.
public final class Doorbell: Sendable {
    /// Readable while it rings.
    public let descriptor: Int32
    private let button: Int32

    /// A bell that does not ring. Throws when the process has no descriptor left.
    public init() throws(FeedError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw FeedError("cannot make a pipe", advice: systemMessage(errno))
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        descriptor = ends[0]
        button = ends[1]
    }

    deinit {
        close(descriptor)
        close(button)
    }

    /// Wakes the waiting thread, or makes the next wait return at once.
    public func ring() {
        var byte: UInt8 = 1
        // A full pipe refuses the byte, but then the bell already rings.
        while write(button, &byte, 1) < 0, errno == EINTR {}
    }

    /// Clears all rings so far.
    public func silence() {
        var rings: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let size = MemoryLayout.size(ofValue: rings)
        // Rings beyond this buffer stay, and cause one unnecessary wake-up.
        _ = read(descriptor, &rings, size)
    }

    /// Sleeps until it rings, or for this many milliseconds. It may return earlier.
    public func pause(milliseconds: Int) { wait(milliseconds: milliseconds) }

    /// Sleeps until it rings, or for this many milliseconds (nil: without a limit). It may return earlier, so the caller
    /// must check its condition again.
    func wait(milliseconds: Int?) {
        var awaited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let timeout = milliseconds.map { Int32(clamping: max($0, 0)) } ?? -1
        if poll(&awaited, 1, timeout) > 0 {
            silence()
        }
    }
}
