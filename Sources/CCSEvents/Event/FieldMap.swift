/// The names in `data` for each field: the default ones, and those that the user adds for other platforms.
public struct FieldMap: Sendable, Equatable {
    /// The names of each field, in the order of ``Field``'s raw values. The first one with a value counts.
    public private(set) var names: [[String]]

    /// The names of ``Field/table``.
    public init() {
        names = Field.table.map { $0.names.map(\.description) }
    }

    /// The names of a field; the first one with a value counts.
    public subscript(field: Field) -> [String] { names[Int(field.rawValue)] }

    /// The problem in a user's field map.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// An entry that is not `FIELD=NAME`.
        case notAnAssignment(String)
        /// A field that does not exist.
        case unknownField(String)
        /// A text that cannot be a name.
        case badName(String)

        /// The message for the user, with advice.
        public var description: String {
            switch self {
            case .notAnAssignment(let entry):
                "'\(entry)' is not FIELD=NAME"
            case .unknownField(let field):
                "'\(field)' is no field; fields are \(Field.table.map(\.name.description).joined(separator: ", "))"
            case .badName(let name):
                "'\(name)' is no name of a member: up to 128 bytes, and a dot only between two names"
            }
        }
    }

    /// Adds names before the existing ones, from `FIELD=NAME,…`. A name with dots reaches into nested objects.
    ///
    /// If the text has several names for a field, the first one is tried first.
    public mutating func add(_ text: String) throws(Failure) {
        for entry in text.split(separator: ",", omittingEmptySubsequences: true).reversed() {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw .notAnAssignment(String(entry)) }
            guard let field = Field.allCases.first(where: { $0.row.name.description == parts[0] }) else {
                throw .unknownField(String(parts[0]))
            }
            let name = String(parts[1])
            let steps = name.split(separator: ".", omittingEmptySubsequences: false)
            guard !name.isEmpty, name.utf8.count <= 128, !steps.contains("") else { throw .badName(name) }
            names[Int(field.rawValue)].removeAll { $0 == name }
            names[Int(field.rawValue)].insert(name, at: 0)
        }
    }

    /// Sets the names of a field. Returns false if there is no such field, or if a name is invalid.
    public mutating func set(_ names: [String], of field: String) -> Bool {
        guard let field = Field.allCases.first(where: { $0.row.name.description == field }),
            names.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 128 })
        else { return false }
        self.names[Int(field.rawValue)] = names
        return true
    }
}
