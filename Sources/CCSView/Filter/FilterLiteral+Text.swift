// How values are written, and how they are written back.

extension FilterLiteral {
    private static let units: [(name: String, milliseconds: Double)] = [
        ("ms", 1), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ]
    /// The longest duration, in milliseconds: exact in a `Double`, and 30,000 years.
    private static let longest = 1e15

    /// `3`, `-0.5`, `2e3`; nil for all else.
    static func number(reading text: String) -> Double? {
        var rest = text[...]
        if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
        guard takeDigits(&rest) != nil else { return nil }
        if let exponent = rest.first, exponent == "e" || exponent == "E" {
            rest.removeFirst()
            if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
            guard !rest.isEmpty, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest = ""
        }
        guard rest.isEmpty, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// `30s`, `1.5h`, `1m30s`, `-2s`, `250ms`; a bare number is seconds. In milliseconds; nil for all else.
    static func duration(reading text: String) -> Int64? {
        var rest = text[...]
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        var total = 0.0
        var isFirst = true
        while !rest.isEmpty {
            guard let value = takeDigits(&rest) else { return nil }
            if let unit = units.first(where: { rest.hasPrefix($0.name) }) {
                rest.removeFirst(unit.name.count)
                total += value * unit.milliseconds
            } else {
                guard isFirst, rest.isEmpty else { return nil }
                total = value * 1000
            }
            isFirst = false
        }
        guard total <= longest else { return nil }
        let milliseconds = Int64(total.rounded())
        return isNegative ? -milliseconds : milliseconds
    }

    /// `yes`, `no`, `true`, `false`.
    static func flag(reading text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true": true
        case "no", "false": false
        default: nil
        }
    }

    /// Digits with a fraction or without.
    private static func takeDigits(_ text: inout Substring) -> Double? {
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

    /// Text that reads back as the same value.
    var description: String {
        switch self {
        case .text(let text), .pattern(let text): Filter.quoted(text)
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case .duration(let milliseconds): Self.describe(duration: milliseconds)
        case .time(let time): time.description
        case .flag(let flag): flag ? "yes" : "no"
        }
    }

    /// In the largest unit that leaves no rest.
    private static func describe(duration: Int64) -> String {
        let fitting = ["d", "h", "m", "s"].lazy.compactMap { name in units.first { $0.name == name } }
            .first { duration != 0 && duration % Int64($0.milliseconds) == 0 }
        if let fitting { return "\(duration / Int64(fitting.milliseconds))\(fitting.name)" }
        return duration == 0 ? "0s" : "\(duration)ms"
    }
}
