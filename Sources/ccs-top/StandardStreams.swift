import CCSEvents
import Glibc

/// Standard input, output and error: the descriptors 0, 1 and 2.
enum StandardStreams {
    /// Opens closed standard descriptors on /dev/null, in the unused direction: 0 for writing, 1 and 2 for reading.
    ///
    /// Otherwise the next pipe, file or socket would get that number, and receive the printed output. Call it before the
    /// program opens anything.
    static func fill() {
        // `open` returns the lowest free number.
        for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", mode)
        }
    }

    /// Whether standard input was closed when the program began.
    static var inputIsClosed: Bool { fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE == O_WRONLY }

    /// Whether a feed may come from standard input: it is open, and not a terminal.
    static var inputIsFeed: Bool { !inputIsClosed && isatty(STDIN_FILENO) == 0 }
}

/// Writes to standard output. All output uses this function. Throws when it cannot be written. A reader that has closed its
/// pipe is no error.
func standardOutput(_ bytes: [UInt8]) throws(ExitStatus) {
    guard !writeAll(bytes, to: STDOUT_FILENO), errno != EPIPE else { return }
    throw .failed("cannot write the output: \(String(cString: strerror(errno)))")
}

/// Writes lines of text to standard output, and adds a missing newline at the end.
func standardOutput(_ text: String) throws(ExitStatus) {
    try standardOutput(Array((text.hasSuffix("\n") || text.isEmpty ? text : text + "\n").utf8))
}

/// Writes sanitised lines to standard error, because they may contain text of the user or a feed.
func standardError(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
        DisplayText(sanitizing: String($0)).string
    }
    writeAll(Array((lines.joined(separator: "\n") + "\n").utf8), to: STDERR_FILENO)
}

/// Writes all bytes to a descriptor, blocking or not. Returns false and sets `errno` if that fails.
@discardableResult
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
            let count = write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            if count >= 0 {
                done += count
            } else if errno == EAGAIN {
                // Blocking is a property of the open file, so another process may have switched it off.
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&room, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
