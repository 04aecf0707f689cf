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
    /// So many milliseconds or more.
    case durationOrMore(Int64)
    /// This number or more.
    case numberOrMore(Double)
    /// It has something or not: not all was heard. No comparison holds, and neither does its opposite.
    case unknown
}
