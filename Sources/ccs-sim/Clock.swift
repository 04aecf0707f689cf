import Glibc

/// The machine's clocks, and its standard error.
enum Clock {
    /// The wall's, in milliseconds since 1970.
    static var milliseconds: Int64 { nanoseconds(of: CLOCK_REALTIME) / 1_000_000 }

    /// One that never jumps, in nanoseconds since some beginning.
    static var monotonic: Int64 { nanoseconds(of: CLOCK_MONOTONIC) }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// Says `message` on standard error.
func complain(_ message: String) {
    let line = Array("ccs-sim: \(message)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, line, line.count)
}
