internal import Glibc

/// Lets one thread sleep until another rings: a pipe, so that it can be waited for together with other descriptors.
///
/// A ring is kept until somebody answers it, and several rings before that are one.
public final class Doorbell: Sendable {
    /// Readable while it rings.
    public let descriptor: Int32
    private let button: Int32

    /// A bell that does not ring. Throws when the process has no descriptors left.
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

    /// Wakes the one who waits, or the next one to do so.
    public func ring() {
        var byte: UInt8 = 1
        // A full pipe refuses the byte; but then it rings already.
        while write(button, &byte, 1) < 0, errno == EINTR {}
    }

    /// Takes back the rings so far.
    public func silence() {
        var rings: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let size = MemoryLayout.size(ofValue: rings)
        // More rings than fit stay for the next time: somebody wakes once more for nothing.
        _ = read(descriptor, &rings, size)
    }

    /// Sleeps until it rings, so many milliseconds at most; it may also return early.
    public func pause(milliseconds: Int) { wait(milliseconds: milliseconds) }

    /// Sleeps until it rings, but not longer than so many milliseconds (for ever without). It may also return
    /// early: the caller looks again at what it waits for, in any case.
    func wait(milliseconds: Int?) {
        var awaited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let timeout = milliseconds.map { Int32(clamping: max($0, 0)) } ?? -1
        if poll(&awaited, 1, timeout) > 0 {
            silence()
        }
    }
}
