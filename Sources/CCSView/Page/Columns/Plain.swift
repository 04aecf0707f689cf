/// Numbers and times as text: the same everywhere, whatever the locale and the time zone.
enum Plain {
    /// A count with a comma between thousands.
    static func number(_ number: Int) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var text = number < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// A measure: one decimal below 100, none from there on.
    static func measure(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "-" }
        guard abs(number) < 99.95 else { return Self.number(Int(number.rounded())) }
        let tenths = Int((number * 10).rounded())
        return (tenths < 0 ? "-" : "") + "\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// A share in percent with one decimal; nil where there is nothing to share.
    static func share(_ count: Int, of all: Int) -> String? {
        all > 0 ? measure(Double(count) * 100 / Double(all)) + " %" : nil
    }

    /// A length of time: `00:01:12`, or `2d 03:04` from a day on.
    static func duration(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.magnitude / 1000
        let sign = milliseconds < 0 && seconds > 0 ? "-" : ""
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86400)
        let clock = two(rest / 3600) + ":" + two(rest / 60 % 60)
        return days > 0 ? "\(sign)\(days)d \(clock)" : sign + clock + ":" + two(rest % 60)
    }

    /// A short length of time: seconds with milliseconds below a minute.
    static func delta(_ milliseconds: Int64) -> String {
        guard milliseconds.magnitude < 60_000 else { return duration(milliseconds) }
        let size = milliseconds.magnitude
        return (milliseconds < 0 ? "-" : "") + "\(size / 1000)." + three(size % 1000)
    }

    /// A threshold: `30 s`, `2 min`, `1 h`, in the largest unit that has no rest.
    static func span(_ milliseconds: Int64) -> String {
        if milliseconds % 1000 != 0 { return "\(milliseconds) ms" }
        let seconds = milliseconds / 1000
        if seconds >= 3600, seconds % 3600 == 0 { return "\(seconds / 3600) h" }
        return seconds >= 120 && seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }

    /// The time of day in UTC: `14:03:22.123`.
    static func time(_ milliseconds: Int64) -> String {
        let day = UInt64(((milliseconds % 86_400_000) + 86_400_000) % 86_400_000)
        return two(day / 3_600_000) + ":" + two(day / 60_000 % 60) + ":" + two(day / 1000 % 60) + "."
            + three(day % 1000)
    }

    /// Bytes: `812 B`, `4.2 KiB`, `31 MiB`.
    static func bytes(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) B" }
        if bytes < 1 << 20 { return measure(Double(bytes) / 1024) + " KiB" }
        return measure(Double(bytes) / Double(1 << 20)) + " MiB"
    }

    private static func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func three(_ number: UInt64) -> String { (number < 100 ? "0" : "") + two(number) }
}
