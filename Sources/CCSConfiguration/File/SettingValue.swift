import TOMLKit

/// A value of a settings file, independent of the TOML parser.
indirect enum SettingValue: Equatable, Sendable {
    case text(String)
    case whole(Int)
    case number(Double)
    case flag(Bool)
    case list([SettingValue])
    /// Entries in any order, with unique keys.
    case table([Entry])
    /// A date or a time, which no setting takes.
    case time
    /// A value nested deeper than any setting.
    case tooDeep

    struct Entry: Equatable, Sendable {
        let key: String
        let value: SettingValue
    }

    /// The deepest setting is `domains.NAME.detectors.ringing`. One more level is read to detect wrong values.
    private static let deepest = 6

    init(_ table: TOMLTable) {
        self = .table(Self.entries(of: table, depth: 0))
    }

    private init(_ value: any TOMLValueConvertible, depth: Int) {
        guard depth < Self.deepest else {
            self = .tooDeep
            return
        }
        if let text = value.string {
            self = .text(text)
        } else if let whole = value.int {
            self = .whole(whole)
        } else if let number = value.double {
            self = .number(number)
        } else if let flag = value.bool {
            self = .flag(flag)
        } else if let array = value.array {
            self = .list(array.map { SettingValue($0, depth: depth + 1) })
        } else if let table = value.table {
            self = .table(Self.entries(of: table, depth: depth + 1))
        } else {
            self = .time
        }
    }

    // The iterator of the table is not used, because it unwraps by force.
    private static func entries(of table: TOMLTable, depth: Int) -> [Entry] {
        table.keys.compactMap { key in
            table[key].map { Entry(key: key, value: SettingValue($0, depth: depth)) }
        }
    }

    /// The kind of value, for messages.
    var kind: String {
        switch self {
        case .text: "a text"
        case .whole: "a whole number"
        case .number: "a number"
        case .flag: "true or false"
        case .list: "a list"
        case .table: "a table"
        case .time: "a date or a time"
        case .tooDeep: "a table in too many others"
        }
    }
}
