import CCSEvents

/// Numbers and times as people read them.
enum Amounts {
    /// `1,204`.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// A rate: one place after the point below 10, none above.
    static func rate(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "-" }
        guard abs(number) < 9.95 else { return count(Int(number.rounded())) }
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths.magnitude % 10)"
    }

    /// A span of time: `80ms`, `0.2s`, `12s`, `3m10s`, `1h05m`, `2d03h`; never longer than needed.
    static func age(_ milliseconds: Int64) -> String {
        let sign = milliseconds < 0 ? "-" : ""
        let magnitude = Int64(clamping: milliseconds.magnitude)
        let seconds = magnitude / 1000
        switch seconds {
        case 0..<10: return "\(sign)\(seconds).\(magnitude % 1000 / 100)s"
        case 10..<60: return "\(sign)\(seconds)s"
        case 60..<3600: return "\(sign)\(seconds / 60)m\(two(seconds % 60))s"
        case 3600..<86_400: return "\(sign)\(seconds / 3600)h\(two(seconds % 3600 / 60))m"
        default: return "\(sign)\(seconds / 86_400)d\(two(seconds % 86_400 / 3600))h"
        }
    }

    /// A length of time that somebody has set, without parts that are nothing: `30s`, `2m`, `1h`, `1m30s`, `250ms`.
    static func span(_ milliseconds: Int64) -> String {
        let parts = [(3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")] as [(Int64, String)]
        var rest = max(0, milliseconds)
        var text = ""
        for (unit, name) in parts where rest >= unit {
            text += "\(rest / unit)\(name)"
            rest %= unit
        }
        return text.isEmpty ? "0s" : text
    }

    /// A lag: milliseconds while they can be read.
    static func lag(_ milliseconds: Int64) -> String {
        milliseconds.magnitude < 1000 ? "\(milliseconds)ms" : age(milliseconds)
    }

    /// The time of day in UTC, `14:03:22`.
    static func clock(_ milliseconds: Int64) -> String {
        let day: Int64 = 86_400_000
        let time = ((milliseconds % day) + day) % day / 1000
        return "\(two(time / 3600)):\(two(time % 3600 / 60)):\(two(time % 60))"
    }

    /// Whole seconds of a wait, a begun one counted; none for a negative wait.
    static func secondsUp(_ milliseconds: Int64) -> Int64 {
        let wait = max(0, milliseconds)
        return wait / 1000 + (wait % 1000 > 0 ? 1 : 0)
    }

    /// How much later or more `new` is than `old`; 0 where it is not.
    static func difference(_ new: Int64, _ old: Int64) -> Int64 {
        guard new > old else { return 0 }
        let (difference, overflow) = new.subtractingReportingOverflow(old)
        return overflow ? .max : difference
    }

    private static func two(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
