/// A name that filters may use, and what kind of value stands behind it.
///
/// A filter is read against a list of these and knows a field by its place in that list.
public struct FilterField: Sendable, Equatable {
    /// What a field's values are, and thereby what they can be compared with.
    public enum Kind: Sendable, CaseIterable {
        /// Text of the feed; upper and lower case are alike.
        case text
        /// A number.
        case number
        /// A length of time, in milliseconds.
        case duration
        /// A moment, in milliseconds since 1970, written in UTC.
        case time
        /// Yes or no.
        case flag
    }

    /// What users write: a word without blanks, quotes, parentheses and operators; not `and`, `or`, `not`.
    public let name: String
    /// What its values are.
    public let kind: Kind
    /// What it says, in a few words, for help.
    public let help: String
    /// All words that its values are made of, where the program has a list of them; other values are refused.
    let words: [String]

    /// A field.
    public init(_ name: String, _ kind: Kind, help: String = "", words: [String] = []) {
        self.words = words
        self.name = name
        self.kind = kind
        self.help = help
    }
}

extension FilterField {
    /// Whether an object can have this value: words with blanks between, or words of one letter without.
    func canBe(_ value: String) -> Bool {
        guard !words.isEmpty else { return true }
        let lowered = value.lowercased()
        return lowered.split(separator: " ").allSatisfy { words.contains(String($0)) }
            || value.allSatisfy { letter in words.contains { $0.count == 1 && $0.lowercased() == letter.lowercased() } }
    }
}

extension FilterField.Kind {
    /// The kind and examples of its values, as errors and help say it.
    var explanation: String {
        switch self {
        case .text: "a text: ringing, \"Anna Orlova\""
        case .number: "a number: 3, 0.5"
        case .duration: "a duration: 30s, 5m, 1h"
        case .time: "a time (UTC): 14:03, 14:03:22, 2026-11-23T14:03:22"
        case .flag: "a flag: yes or no"
        }
    }

    /// The comparisons it knows.
    var comparisons: [FilterComparison] {
        switch self {
        case .text: FilterComparison.allCases
        case .number, .duration, .time: FilterComparison.signs.filter { !$0.isPattern }
        case .flag: [.equal, .notEqual]
        }
    }
}
