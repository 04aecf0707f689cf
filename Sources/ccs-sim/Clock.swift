import Glibc

/// The machine's clocks.
enum Clock {
    /// The wall clock, in milliseconds since 1970.
    static var milliseconds: Int64 { nanoseconds(of: CLOCK_REALTIME) / 1_000_000 }

    /// A monotonic clock, in nanoseconds.
    static var monotonic: Int64 { nanoseconds(of: CLOCK_MONOTONIC) }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// Writes `message` to standard error.
func complain(_ message: String) {
    let line = Array("ccs-sim: \(message)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, line, line.count)
}
