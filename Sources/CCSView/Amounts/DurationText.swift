/// Lengths of time as people write them, on the command line, in the configuration and in filters alike: `500ms`, `30s`, `1.5h`,
/// `1m30s`, `2d`.
public enum DurationText {
    /// What somebody wrote.
    public struct Reading: Equatable, Sendable {
        /// Its length.
        public let milliseconds: Int64
        /// Whether a unit was written; a bare number was taken for seconds.
        public let hasUnit: Bool
    }

    /// The largest first.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    /// The longest that is read, in milliseconds: exact in a `Double`, and 30,000 years.
    private static let longest = 1e15

    /// Numbers, each with its unit, or one without; a sign may stand in front. Nil for all else, and for what is far too long.
    public static func read(_ text: String) -> Reading? {
        var rest = text[...]
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        var total = 0.0
        var parts = 0
        var hasUnit = true
        while hasUnit, !rest.isEmpty || parts == 0 {
            guard let value = Decimals.take(from: &rest) else { return nil }
            // `ms` is no `m`.
            let letters = rest.prefix { $0.isLetter }
            if let unit = units.first(where: { $0.name == letters }) {
                rest.removeFirst(letters.count)
                total += value * Double(unit.milliseconds)
            } else {
                guard parts == 0, rest.isEmpty else { return nil }
                total = value * 1000
                hasUnit = false
            }
            parts += 1
        }
        guard total <= longest else { return nil }
        let milliseconds = Int64(total.rounded())
        return Reading(milliseconds: isNegative ? -milliseconds : milliseconds, hasUnit: hasUnit)
    }

    /// Text that is read as the same length, without units of which there are none: `30s`, `1m30s`, `250ms`, `0s`.
    public static func text(_ milliseconds: Int64) -> String { text(milliseconds, gap: "") }

    /// The same with blanks, as filters read it too: `1 m 30 s`.
    static func spaced(_ milliseconds: Int64) -> String { text(milliseconds, gap: " ") }

    private static func text(_ milliseconds: Int64, gap: String) -> String {
        var rest = milliseconds.magnitude
        var parts: [String] = []
        for unit in units where rest >= UInt64(unit.milliseconds) {
            parts.append("\(rest / UInt64(unit.milliseconds))\(gap)\(unit.name)")
            rest %= UInt64(unit.milliseconds)
        }
        if parts.isEmpty { parts = ["0\(gap)s"] }
        return (milliseconds < 0 ? "-" : "") + parts.joined(separator: gap)
    }
}

/// Numbers without a sign, as they are written.
enum Decimals {
    /// Digits with a fraction or without, taken from the beginning of a text; nil where there are none.
    static func take(from text: inout Substring) -> Double? {
        let whole = text.prefix { ("0"..."9").contains($0) && $0.isASCII }
        guard !whole.isEmpty else { return nil }
        var taken = whole
        let rest = text[whole.endIndex...]
        if rest.first == "." {
            let fraction = rest.dropFirst().prefix { ("0"..."9").contains($0) && $0.isASCII }
            guard !fraction.isEmpty else { return nil }
            taken = text[..<fraction.endIndex]
        }
        text = text[taken.endIndex...]
        return Double(taken)
    }
}
