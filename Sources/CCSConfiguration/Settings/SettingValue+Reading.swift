import CCSView

extension SettingValue {
    private func mismatch(_ wanted: String, _ example: String) -> Fault {
        Fault("must be \(wanted), as in \(example), not \(kind)")
    }

    /// Reads a text that is not empty.
    func text(_ example: String) throws(Fault) -> String {
        guard case .text(let text) = self else { throw mismatch("a text", example) }
        guard !text.isEmpty else { throw Fault("is empty; write \(example), or leave it out") }
        return text
    }

    /// Reads one of several texts.
    func choice(_ noun: String, of choices: [String], _ example: String) throws(Fault) -> String {
        let text = try text(example)
        if let fault = Self.fault(noun, text, of: choices) { throw fault }
        return text
    }

    /// The error for a text that is none of the choices.
    static func fault(_ noun: String, _ text: String, of choices: [String]) -> Fault? {
        guard !choices.contains(text) else { return nil }
        let near = Nearest.name(to: text, of: choices).map { "did you mean '\($0)'?" }
        return Fault("no such \(noun): \(quoted(text)); " + (near ?? "there are \(choices.joined(separator: ", "))"))
    }

    func flag(_ example: String) throws(Fault) -> Bool {
        guard case .flag(let flag) = self else { throw mismatch("true or false", example) }
        return flag
    }

    func number(_ range: ClosedRange<Double>, _ example: String) throws(Fault) -> Double {
        let number: Double
        switch self {
        case .number(let value): number = value
        case .whole(let value): number = Double(value)
        default: throw mismatch("a number", example)
        }
        guard range.contains(number) else {
            let bounds = "\(TOMLText.number(range.lowerBound)) to \(TOMLText.number(range.upperBound))"
            throw Fault("must be a number from \(bounds), as in \(example)")
        }
        return number
    }

    func whole(_ range: ClosedRange<Int>, _ example: String) throws(Fault) -> Int {
        guard case .whole(let number) = self else { throw mismatch("a whole number", example) }
        guard range.contains(number) else {
            throw Fault("must be a whole number from \(range.lowerBound) to \(range.upperBound), as in \(example)")
        }
        return number
    }

    /// Reads a list of texts. None may be empty or repeated.
    func list(_ example: String) throws(Fault) -> [String] {
        guard case .list(let items) = self else { throw mismatch("a list of texts", example) }
        var texts: [String] = []
        var seen: Set<String> = []
        for (place, item) in items.enumerated() {
            guard case .text(let text) = item else {
                throw Fault("must be a list of texts, as in \(example); item \(place + 1) is \(item.kind)")
            }
            guard !text.isEmpty else { throw Fault("item \(place + 1) is empty; remove it") }
            guard seen.insert(text).inserted else { throw Fault("\(quoted(text)) is in the list twice; remove one") }
            texts.append(text)
        }
        return texts
    }

    /// Reads milliseconds within bounds; nil for `false`.
    func duration(_ range: ClosedRange<Int64>, _ example: String) throws(Fault) -> Int64? {
        switch self {
        case .flag(false): return nil
        case .flag(true):
            throw Fault("must be a duration, as in \(example), or false to switch it off")
        default: return try length(range, example, orElse: " or false")
        }
    }

    /// Reads milliseconds within bounds. `orElse` names the alternative to a duration, for messages.
    func length(_ range: ClosedRange<Int64>, _ example: String, orElse: String = "") throws(Fault) -> Int64 {
        let hint = orElse.isEmpty ? "" : "," + orElse
        switch self {
        case .text(let text):
            guard let reading = DurationText.read(text), reading.hasUnit, reading.milliseconds >= 0 else {
                throw Fault(
                    "\(quoted(text)) is not a duration; write a number with ms, s, m, h or d, as in \(example)\(hint)")
            }
            let milliseconds = reading.milliseconds
            guard range.contains(milliseconds) else {
                let bounds = "\(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
                throw Fault("must be a duration from \(bounds), as in \(example)\(hint)")
            }
            return milliseconds
        case .whole(let number):
            let off = orElse.isEmpty ? "" : ", or false to switch it off"
            throw Fault("must be a duration with a unit, as in \"\(number)s\"\(off)")
        default: throw mismatch("a duration\(orElse)", example)
        }
    }
}
