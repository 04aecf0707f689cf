import CCSState

/// Words with a meaning of their own. Unquoted, none of them is ever looked for as a text.
enum FilterWords {
    /// A comparison that is written as a word after a field.
    enum Relation: String, CaseIterable {
        case `is`, `in`, contains, starts, ends, matches
    }

    /// Milliseconds of the units that may stand after a number and a blank: `5 min`.
    static let units: [String: Int64] = {
        let spellings: [(milliseconds: Int64, names: [String])] = [
            (1, ["ms", "msec", "millisecond", "milliseconds"]),
            (1000, ["s", "sec", "secs", "second", "seconds"]),
            (60_000, ["m", "min", "mins", "minute", "minutes"]),
            (3_600_000, ["h", "hr", "hrs", "hour", "hours"]),
            (86_400_000, ["d", "day", "days"]),
        ]
        return Dictionary(
            uniqueKeysWithValues: spellings.flatMap { unit in unit.names.map { ($0, unit.milliseconds) } })
    }()

    /// Fields that had another name before, by that name.
    static let renamed = ["lag": "ago"]

    static func relation(_ word: String) -> Relation? { Relation(rawValue: word.lowercased()) }

    static func detector(_ word: String) -> Detector? {
        let lowered = word.lowercased()
        return Detector.allCases.first { $0.name == lowered }
    }

    static func phase(_ word: String) -> Phase? {
        let lowered = word.lowercased()
        return Phase.allCases.first { $0.name == lowered }
    }

    /// The field whose values are names of detectors.
    static let detectorField = "wrong"
    /// The field whose values are names of phases.
    static let phaseField = "phase"

    /// The lists that have a field of that name.
    static func panes(with field: String) -> [Pane] { panesByField[field.lowercased()] ?? [] }

    private static let panesByField: [String: [Pane]] = {
        var panes: [String: [Pane]] = [:]
        for pane in Pane.allCases {
            for field in ColumnTable.filterFields(of: pane) { panes[field.name.lowercased(), default: []].append(pane) }
        }
        return panes
    }()
}
