import Glibc

/// The clocks of measurements.
enum Clock {
    /// Monotonic clock, in seconds.
    static var wall: Double { seconds(CLOCK_MONOTONIC) }
    /// Processor time of this thread, in seconds.
    static var processor: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// The processor time of `work` in seconds. The measured work never waits and uses one thread. So on a free core this is
/// also the elapsed time, but other processes do not disturb it.
func timed(_ work: () -> Void) -> Double {
    let begin = Clock.processor
    work()
    return Clock.processor - begin
}

/// A series of measured seconds.
struct Samples {
    private(set) var values: [Double] = []

    mutating func add(_ value: Double) { values.append(value) }
    mutating func add(_ others: Samples) { values += others.values }

    /// The percentile of the values, or the nearest one.
    func percentile(_ percent: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * percent / 100))]
    }

    var median: Double { percentile(50) }
    var longest: Double { values.max() ?? .nan }
    var sum: Double { values.reduce(0, +) }
}

/// Resident memory of the process in bytes.
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
