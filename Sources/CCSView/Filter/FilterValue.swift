public import CCSEvents

/// What an object has in a field. Of another kind than the field says it counts as missing.
public enum FilterValue {
    /// Nothing; the object does not know it, or has no such field.
    case none
    /// A text; an empty one is missing.
    case text(FeedText)
    /// Several texts, as the numbers of a seance: a comparison holds if it does for one of them.
    case texts([FeedText])
    /// A number.
    case number(Double)
    /// Milliseconds.
    case duration(Int64)
    /// Milliseconds since 1970.
    case time(Int64)
    /// Yes or no.
    case flag(Bool)
}

/// Where the fields a filter was read against stand in the field list of one kind of object.
///
/// A pane whose objects differ (seances, and the connections and calls under them) reads its filter against
/// ``union(_:)`` of their fields and asks each object through a map of its own; a field it lacks is missing there.
public struct FilterFieldMap: Sendable {
    private let places: [Int?]

    /// Maps the fields of a filter to those of an object; fields of the same name and another kind are not the same.
    public init(from fields: [FilterField], to own: [FilterField]) {
        places = fields.map { field in
            own.firstIndex { $0.name.lowercased() == field.name.lowercased() && $0.kind == field.kind }
        }
    }

    /// The place in the object's own list of a field of the filter; nil where it has none.
    public subscript(field: Int) -> Int? {
        places.indices.contains(field) ? places[field] : nil
    }

    /// All fields of some lists; of those with one name the first.
    public static func union(_ lists: [[FilterField]]) -> [FilterField] {
        var names: Set<String> = []
        return lists.joined().filter { names.insert($0.name.lowercased()).inserted }
    }
}
