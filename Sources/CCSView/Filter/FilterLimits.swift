/// How much an expression may ask for. Whoever writes a filter means well; a pasted file does not.
enum FilterLimits {
    /// Characters of an expression.
    static let characters = 4096
    /// Unicode scalars of an expression: a character may be made of any number of them.
    static let scalars = 16384
    /// Parentheses and `not` inside each other, in an expression or in a pattern.
    static let nesting = 64
    /// Characters of an expression that an error quotes.
    static let quoted = 40

    /// A part of an expression, short enough to stand in a message.
    static func quote(_ text: String) -> String {
        text.count > quoted ? "'\(text.prefix(quoted))…'" : "'\(text)'"
    }
}

/// A fault with its place in Unicode scalars, as the reader counts; see ``FilterError`` for what users get.
struct FilterFault: Error {
    let message: String
    let range: Range<Int>

    init(_ message: String, at range: Range<Int>) {
        self.message = message
        self.range = range
    }

    /// The fault with its place in characters.
    func error(in text: String) -> FilterError {
        var start = 0
        var end = 0
        var scalars = 0
        for character in text {
            if scalars < range.lowerBound { start += 1 }
            if scalars < range.upperBound { end += 1 }
            scalars += character.unicodeScalars.count
        }
        // A place inside a character (a combining mark) is that character.
        if scalars > range.lowerBound, !range.isEmpty, start >= end { start = max(end - 1, 0) }
        return FilterError(message, at: start..<max(start, end))
    }
}
