import Glibc

/// Clocks, and what is made of what they say.
enum Clock {
    /// Seconds of a steady clock.
    static var wall: Double { seconds(CLOCK_MONOTONIC) }
    /// Seconds of processor time of this thread.
    static var processor: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Seconds of processor time that `work` takes: what is measured here neither waits nor shares its work with other threads,
/// so on a free core that is the time it takes, and what else goes on does not count.
func timed(_ work: () -> Void) -> Double {
    let begin = Clock.processor
    work()
    return Clock.processor - begin
}

/// Seconds, measured again and again.
struct Samples {
    private(set) var values: [Double] = []

    mutating func add(_ value: Double) { values.append(value) }
    mutating func add(_ others: Samples) { values += others.values }

    /// The value that so many of a hundred stay below, or the nearest there is.
    func percentile(_ percent: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * percent / 100))]
    }

    var median: Double { percentile(50) }
    var longest: Double { values.max() ?? .nan }
    var sum: Double { values.reduce(0, +) }
}

/// Bytes of memory that the process holds in RAM.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, 256, file) != nil else { return 0 }
    let fields = line.split(separator: 0x20)
    guard fields.count > 1 else { return 0 }
    let pages = fields[1].reduce(0) { $0 * 10 + Int($1) - 48 }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
}
