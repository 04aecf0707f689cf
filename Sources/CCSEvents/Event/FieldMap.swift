/// Which names in `data` hold which field: the default ones, and those a user adds for a platform that uses others.
public struct FieldMap: Sendable, Equatable {
    /// The names of each field, in the order of ``Field``'s raw values; the first that holds a value wins.
    public private(set) var names: [[String]]

    /// The names of ``Field/table``.
    public init() {
        names = Field.table.map { $0.names.map(\.description) }
    }

    /// Names of a field.
    public subscript(field: Field) -> [String] { names[Int(field.rawValue)] }

    /// What is wrong with a map that a user wrote.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// An entry that is not `FIELD=NAME`.
        case notAnAssignment(String)
        /// A field that does not exist.
        case unknownField(String)
        /// A name that cannot be one.
        case badName(String)

        /// For the user, with what to do.
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

    /// Adds names in front of those there, from `FIELD=NAME,…`; a dotted name reaches into nested objects.
    ///
    /// Of several names for one field the first one written is asked first.
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

    /// Sets the names of a field, named as in ``add(_:)``; false where there is no such field, or one cannot be a name.
    public mutating func set(_ names: [String], of field: String) -> Bool {
        guard let field = Field.allCases.first(where: { $0.row.name.description == field }),
            names.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 128 })
        else { return false }
        self.names[Int(field.rawValue)] = names
        return true
    }
}
