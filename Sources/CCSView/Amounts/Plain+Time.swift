/// Times and lengths of time as text, in UTC, whatever the time zone.
extension Plain {
    /// A length of time: `00:01:12`, or `2d 03:04` from a day on.
    static func duration(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.magnitude / 1000
        let sign = milliseconds < 0 && seconds > 0 ? "-" : ""
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86400)
        let clock = two(rest / 3600) + ":" + two(rest / 60 % 60)
        return days > 0 ? "\(sign)\(days)d \(clock)" : sign + clock + ":" + two(rest % 60)
    }

    /// A length of time where there is little room: `0.2s`, `12s`, `3m10s`, `1h05m`, `2d03h`.
    static func age(_ milliseconds: Int64) -> String {
        let sign = milliseconds < 0 ? "-" : ""
        let seconds = milliseconds.magnitude / 1000
        switch seconds {
        case 0..<10: return "\(sign)\(seconds).\(milliseconds.magnitude % 1000 / 100)s"
        case 10..<60: return "\(sign)\(seconds)s"
        case 60..<3600: return "\(sign)\(seconds / 60)m\(two(seconds % 60))s"
        case 3600..<86_400: return "\(sign)\(seconds / 3600)h\(two(seconds % 3600 / 60))m"
        default: return "\(sign)\(seconds / 86_400)d\(two(seconds % 86_400 / 3600))h"
        }
    }

    /// A window of so many seconds, and how many of them were heard where these are fewer: `15m`, `3m of 15m`, `20s of 1m`.
    static func window(_ seconds: Int, heard: Int?) -> String {
        let span = { (seconds: Int) in seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m" }
        guard let heard, heard < seconds else { return span(seconds) }
        return "\(span(heard)) of \(span(seconds))"
    }

    /// A lag: milliseconds while they can be read.
    static func lag(_ milliseconds: Int64) -> String {
        milliseconds.magnitude < 1000 ? "\(milliseconds)ms" : age(milliseconds)
    }

    /// A short length of time: seconds with milliseconds below a minute.
    static func delta(_ milliseconds: Int64) -> String {
        guard milliseconds.magnitude < 60_000 else { return duration(milliseconds) }
        let size = milliseconds.magnitude
        return (milliseconds < 0 ? "-" : "") + "\(size / 1000)." + three(size % 1000)
    }

    /// The time of day: `14:03:22`.
    static func clock(_ milliseconds: Int64) -> String {
        let day = ofDay(milliseconds)
        return two(day / 3_600_000) + ":" + two(day / 60_000 % 60) + ":" + two(day / 1000 % 60)
    }

    /// The time of day with milliseconds: `14:03:22.123`.
    static func time(_ milliseconds: Int64) -> String {
        clock(milliseconds) + "." + three(ofDay(milliseconds) % 1000)
    }

    /// A time as columns of 12 characters show it: of the day of `now` with milliseconds, of another day with the days between,
    /// as in `+1d 14:03:22` or `-12d 14:03`.
    static func time(_ milliseconds: Int64, now: Int64) -> String {
        let days = dayNumber(milliseconds) - dayNumber(now)
        guard days != 0 else { return time(milliseconds) }
        let text = (days > 0 ? "+" : "") + "\(days)d"
        switch abs(days) {
        case ..<10: return text + " " + clock(milliseconds)
        case ..<10_000: return text + " " + clock(milliseconds).prefix(5)
        default: return text
        }
    }

    private static func dayNumber(_ milliseconds: Int64) -> Int64 {
        (milliseconds - Int64(ofDay(milliseconds))) / 86_400_000
    }

    /// Whole seconds of a wait, a begun one counted; none for a negative wait.
    static func secondsUp(_ milliseconds: Int64) -> Int64 {
        let wait = max(0, milliseconds)
        return wait / 1000 + (wait % 1000 > 0 ? 1 : 0)
    }

    private static func ofDay(_ milliseconds: Int64) -> UInt64 {
        UInt64(((milliseconds % 86_400_000) + 86_400_000) % 86_400_000)
    }

    private static func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func three(_ number: UInt64) -> String { (number < 100 ? "0" : "") + two(number) }
}
