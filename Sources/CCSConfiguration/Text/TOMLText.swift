/// Writes values as TOML.
enum TOMLText {
    /// A text in quotes.
    static func text(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A list of texts.
    static func list(_ texts: [String]) -> String { "[" + texts.map(text).joined(separator: ", ") + "]" }

    /// A key, in quotes if necessary.
    static func key(_ key: String) -> String {
        let isBare = key.utf8.allSatisfy {
            switch $0 {
            case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        return isBare && !key.isEmpty ? key : text(key)
    }

    /// A dotted key.
    static func path(_ path: [String]) -> String { path.map(key).joined(separator: ".") }

    /// A number, without a fraction if it is whole.
    static func number(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}
