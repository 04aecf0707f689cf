/// Numbers as text: the same everywhere, whatever the locale.
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
    static func measure(_ number: Double) -> String { decimal(number, below: 100) }

    /// A rate, where there is little room: one decimal below 10 unless it is nothing, none from there on.
    static func rate(_ number: Double) -> String {
        let text = decimal(number, below: 10)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func decimal(_ number: Double, below limit: Double) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "-" }
        guard abs(number) < limit - 0.05 else { return Self.number(Int(number.rounded())) }
        let tenths = Int((number * 10).rounded())
        return (tenths < 0 ? "-" : "") + "\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// A share in percent with one decimal; nil where there is nothing to share.
    static func share(_ count: Int, of all: Int) -> String? {
        all > 0 ? measure(Double(count) * 100 / Double(all)) + " %" : nil
    }

    /// Bytes: `812 B`, `4.2 KiB`, `31 MiB`.
    static func bytes(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) B" }
        if bytes < 1 << 20 { return measure(Double(bytes) / 1024) + " KiB" }
        return measure(Double(bytes) / Double(1 << 20)) + " MiB"
    }

    /// How much later or more `new` is than `old`; 0 where it is not.
    static func difference(_ new: Int64, _ old: Int64) -> Int64 {
        guard new > old else { return 0 }
        let (difference, overflow) = new.subtractingReportingOverflow(old)
        return overflow ? .max : difference
    }
}
