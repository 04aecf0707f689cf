import ArgumentParser
import Glibc

/// Writes the feed to standard output: in large pieces at maximum speed, otherwise line by line. It ends silently when the
/// reader leaves.
enum StandardOutput {
    private static let piece = 64 * 1_024

    static func write(_ source: Source) throws {
        var source = source
        var buffer: [UInt8] = []
        buffer.reserveCapacity(2 * piece)
        while true {
            // Reading the clock for each line would cost as much as the line.
            let now = source.pace == .max ? 0 : Clock.monotonic
            var next = source.next(at: now, into: &buffer)
            while case .line = next, buffer.count < piece { next = source.next(at: now, into: &buffer) }
            guard try flush(&buffer) else { return }
            switch next {
            case .line: break
            case .end: return
            case .wait(let nanoseconds): if !sleep(nanoseconds) { return }
            }
        }
    }

    /// Writes all of `buffer` and empties it. Returns false if the reader has left.
    private static func flush(_ buffer: inout [UInt8]) throws -> Bool {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Glibc.write(STDOUT_FILENO, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count >= 0 {
                written += count
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&output, 1, 1_000)
            case EPIPE: return false
            default:
                complain("cannot write: \(String(cString: strerror(errno)))")
                throw ExitCode.failure
            }
        }
        buffer.removeAll(keepingCapacity: true)
        return true
    }

    /// Waits for at most a second. Returns false if the reader leaves meanwhile.
    private static func sleep(_ nanoseconds: Int64) -> Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        let milliseconds = min(nanoseconds / 1_000_000 + 1, 1_000)
        guard poll(&output, 1, Int32(milliseconds)) > 0 else { return true }
        return output.revents & Int16(POLLERR | POLLHUP | POLLNVAL) == 0
    }
}
