// How values are written, and how they are written back.

extension FilterLiteral {
    /// `3`, `-0.5`, `2e3`; nil for all else.
    static func number(reading text: String) -> Double? {
        var rest = text[...]
        if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
        guard Decimals.take(from: &rest) != nil else { return nil }
        if let exponent = rest.first, exponent == "e" || exponent == "E" {
            rest.removeFirst()
            if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
            guard !rest.isEmpty, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest = ""
        }
        guard rest.isEmpty, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// `yes`, `no`, `true`, `false`.
    static func flag(reading text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true": true
        case "no", "false": false
        default: nil
        }
    }

    /// Text that reads back as the same value.
    var description: String {
        switch self {
        case .text(let text): Filter.value(text, of: .equal)
        case .pattern(let text): Filter.value(text, of: .like)
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case .duration(let milliseconds): DurationText.spaced(milliseconds)
        case .time(let time): time.description
        case .flag(let flag): flag ? "yes" : "no"
        }
    }
}
