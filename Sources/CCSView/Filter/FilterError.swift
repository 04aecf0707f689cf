public import CCSEvents

/// What is wrong with an expression, and where.
public struct FilterError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong and what would be right; it may quote the expression, so it is sanitised before it is shown.
    public let message: String
    /// Where, in characters of the expression from 0; empty at its end where something is missing.
    public let range: Range<Int>

    /// A fault.
    public init(_ message: String, at range: Range<Int>) {
        self.message = message
        self.range = range
    }

    /// The message and the place, counted from 1.
    public var description: String { "\(message) (at character \(range.lowerBound + 1))" }

    /// Two lines that fit under each other: the expression, and the place under it with the message.
    ///
    ///     age>blue
    ///         ^~~~ age is a duration: 30s, 5m, 1h
    public func rendered(in expression: String) -> [DisplayText] {
        let before = DisplayText(sanitizing: String(expression.prefix(range.lowerBound)))
        let marked = DisplayText(sanitizing: String(expression.dropFirst(range.lowerBound).prefix(range.count)))
        let tail = String(repeating: "~", count: max(marked.width - 1, 0))
        return [
            DisplayText(sanitizing: expression),
            .spaces(before.width) + DisplayText(sanitizing: "^\(tail) \(message)"),
        ]
    }
}
