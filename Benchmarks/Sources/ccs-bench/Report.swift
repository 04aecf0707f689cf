import Glibc

/// Prints figures: one JSON object in each line for programs, or lines for people.
struct Report {
    let isJSON: Bool

    func say(_ name: String, _ numbers: KeyValuePairs<String, Double>, note: String = "") {
        if isJSON {
            var members = ["\"name\":\"\(name)\""]
            members += numbers.map { "\"\($0.key)\":\($0.value.isFinite ? String($0.value) : "null")" }
            if !note.isEmpty { members.append("\"note\":\"\(note)\"") }
            print("{\(members.joined(separator: ","))}")
        } else {
            let texts = numbers.map { "\($0.key) \(Self.text($0.value))" }
            print(([name.padded(to: 34)] + texts + [note]).joined(separator: "  "))
        }
        fflush(nil)
    }

    private static func text(_ number: Double) -> String {
        guard number.isFinite else { return "-" }
        if number.magnitude >= 1000 { return grouped(Int(number.rounded())) }
        let scaled = (number * 1000).rounded() / 1000
        return String(scaled)
    }

    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
        return (number < 0 ? "-" : "") + String(digits)
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
