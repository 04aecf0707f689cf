/// Lengths of time as they are written: `500ms`, `30s`, `5m`, `1h`.
enum DurationText {
    /// The longest that is taken: 30 days, in milliseconds.
    static let longest: Int64 = 30 * 24 * 3_600_000

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// Milliseconds; nil where it is none, or longer than ``longest``.
    static func milliseconds(_ text: String) -> Int64? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard number.utf8.count <= 12, let unit = units.first(where: { $0.name == text.dropFirst(number.count) }),
            number.first != ".", number.last != ".", let value = Double(number)
        else { return nil }
        let milliseconds = (value * Double(unit.milliseconds)).rounded()
        guard milliseconds <= Double(longest) else { return nil }
        return Int64(milliseconds)
    }

    /// In the largest unit that divides it.
    static func text(_ milliseconds: Int64) -> String {
        guard milliseconds > 0, let unit = units.first(where: { milliseconds % $0.milliseconds == 0 }) else {
            return "0s"
        }
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}
