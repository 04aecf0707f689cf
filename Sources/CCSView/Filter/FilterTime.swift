/// A moment as it is written: of any day or of one, and no more exact than its writer was.
struct FilterTime: Sendable, Equatable {
    /// Whether only the time of day counts.
    let isOfDay: Bool
    /// Since midnight, or since 1970; a multiple of ``precision``.
    let milliseconds: Int64
    /// Milliseconds in the last unit that was written: a day, a minute, a second or 1.
    let precision: Int64

    private static let day: Int64 = 86_400_000

    /// How a value stands to this one, both in the unit that was written: 14:03:59 is 14:03, and 14:04:00 is later.
    func order(of value: Int64) -> Int {
        let own = milliseconds / precision
        let other = Self.floor(isOfDay ? Self.remainder(value, Self.day) : value, precision)
        return other < own ? -1 : other > own ? 1 : 0
    }

    private static func floor(_ value: Int64, _ unit: Int64) -> Int64 {
        value % unit < 0 ? value / unit - 1 : value / unit
    }

    private static func remainder(_ value: Int64, _ unit: Int64) -> Int64 {
        let rest = value % unit
        return rest < 0 ? rest + unit : rest
    }
}

// MARK: Reading

extension FilterTime {
    /// `14:03`, `14:03:22`, `14:03:22.123`, `2026-11-23`, `2026-11-23T14:03:22`; a `Z` may end what has a date.
    init?(_ text: String) {
        var text = text[...]
        guard text.utf8.count <= 32 else { return nil }
        guard text.contains("-") else {
            guard let clock = Self.clock(text) else { return nil }
            self.init(isOfDay: true, milliseconds: clock.milliseconds, precision: clock.precision)
            return
        }
        if text.hasSuffix("Z") || text.hasSuffix("z") { text.removeLast() }
        let halves = text.split(omittingEmptySubsequences: false) { $0 == "T" || $0 == "t" }
        guard let date = halves.first, let days = Self.days(date), halves.count <= 2 else { return nil }
        guard halves.count == 2 else {
            self.init(isOfDay: false, milliseconds: days * Self.day, precision: Self.day)
            return
        }
        guard let clock = Self.clock(halves[1]) else { return nil }
        self.init(
            isOfDay: false, milliseconds: days * Self.day + clock.milliseconds, precision: clock.precision)
    }

    private static func clock(_ text: Substring) -> (milliseconds: Int64, precision: Int64)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hours = digits(parts[0], 1...2, below: 24),
            let minutes = digits(parts[1], 2...2, below: 60)
        else { return nil }
        let whole = (hours * 60 + minutes) * 60_000
        guard parts.count == 3 else { return (whole, 60_000) }
        let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard seconds.count <= 2, let second = digits(seconds[0], 2...2, below: 60) else { return nil }
        guard seconds.count == 2 else { return (whole + second * 1000, 1000) }
        guard let fraction = digits(seconds[1], 3...3, below: 1000) else { return nil }
        return (whole + second * 1000 + fraction, 1)
    }

    /// Days since 1970 (https://howardhinnant.github.io/date_algorithms.html#days_from_civil).
    private static func days(_ text: Substring) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = digits(parts[0], 4...4, below: 10_000), year >= 1970,
            let month = digits(parts[1], 2...2, below: 13), month >= 1, let day = digits(parts[2], 2...2, below: 32),
            day >= 1
        else { return nil }
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
        guard civil(days) == (year, month, day) else { return nil }
        return days
    }

    private static func digits(_ text: Substring, _ count: ClosedRange<Int>, below limit: Int64) -> Int64? {
        guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int64(text), value < limit
        else { return nil }
        return value
    }
}

// MARK: Writing

extension FilterTime: CustomStringConvertible {
    /// Text that reads back as the same moment with the same precision.
    var description: String {
        let clock = isOfDay ? milliseconds : milliseconds % Self.day
        var text = "\(Self.pad(clock / 3_600_000)):\(Self.pad(clock / 60_000 % 60))"
        if precision < 60_000 { text += ":\(Self.pad(clock / 1000 % 60))" }
        if precision < 1000 { text += ".\(Self.pad(clock % 1000, 3))" }
        if isOfDay { return text }
        let (year, month, day) = Self.civil(milliseconds / Self.day)
        let date = "\(Self.pad(year, 4))-\(Self.pad(month))-\(Self.pad(day))"
        return precision == Self.day ? date : "\(date)T\(text)"
    }

    /// The date of a day since 1970.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }

    private static func pad(_ value: Int64, _ count: Int = 2) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
}
