/// Which objects are shown, as a user wrote it and as it was understood: `state=ringing and age>30s and not to~^\+7495`.
///
/// A filter is a value: it may be kept, compared and sent anywhere. To ask it about objects, make a ``FilterMatcher``
/// where they live.
///
/// ## The language
/// - Comparisons `= != < <= > >=`, and for text `~` and `!~` with a regular expression that may match anywhere.
/// - `or` binds less than `and`, `and` less than `not`; parentheses; terms beside each other mean `and`.
/// - A flag stands alone (`rec`, `not rec`) or is compared with `yes`, `no`, `true`, `false`.
/// - Any other bare word, and any text in quotes, is looked for in every field of text.
/// - Durations: `250ms 30s 5m 1h 2d 1m30s`, a bare number is seconds. Times are UTC: a time of day (of any day), a date, or
///   both; they are compared in the unit they are written in, so that 14:03:59 equals `14:03`.
/// - Values with blanks or parentheses are quoted, with `\"` for a quote and `\\` for a backslash.
/// - Text is compared with upper and lower case alike, of Latin, Greek and Cyrillic; what is not covered is said at
///   ``FilterMatcher``. `<` and `>` compare it by code points.
///
/// ## Missing values
/// A comparison with a value that is not there is false, with `!=` and `!~` true, and `not` turns that round: of all
/// rows, a filter and its negation each take their part. `to!~.` finds those without a value.
///
/// ## Objects in a tree
/// Each object is asked by itself, with its own fields alone; a seance shows when it, or anything that hangs under it, says
/// yes to the *whole* expression. So `state=ringing and number=1012` means a call that is both, and not a seance in which
/// one call rings and another one is 1012.
public struct Filter: Sendable, Equatable {
    /// What it was read against; the places of its fields are places in this list.
    public let fields: [FilterField]
    let root: FilterTerm?

    /// The filter that lets everything through.
    public static let all = Filter(root: nil, fields: [])

    init(root: FilterTerm?, fields: [FilterField]) {
        self.root = root
        self.fields = fields
    }

    /// Reads an expression; an empty one lets everything through.
    ///
    /// - Parameters:
    ///   - text: The expression, at most 4,096 characters and 64 levels deep.
    ///   - fields: The names it may use, whatever their case. Of two with one name the first counts.
    /// - Throws: What is wrong, and where.
    public init(parsing text: String, fields: [FilterField]) throws(FilterError) {
        guard text.unicodeScalars.count <= FilterLimits.scalars, text.count <= FilterLimits.characters else {
            let count = text.count
            let end = min(FilterLimits.characters, count)
            throw FilterError("longer than \(FilterLimits.characters) characters", at: end..<end)
        }
        do throws(FilterFault) {
            var parser = try FilterParser(text, fields: fields)
            self.init(root: try parser.parse(), fields: fields)
        } catch {
            throw error.error(in: text)
        }
    }

    /// Whether it lets everything through because nothing was asked.
    public var isEmpty: Bool { root == nil }

    /// Whether it looks for words in every field of text.
    var looksForWords: Bool { root?.looksForWords ?? false }

    /// The lengths of time that a field is compared with, in milliseconds.
    func lengths(comparedWith field: Int) -> [Int64] { root?.lengths(comparedWith: field) ?? [] }

    /// Whether it compares a field. Bare words look into every field of text and mention none.
    public func mentions(field name: String) -> Bool {
        let lowered = name.lowercased()
        return root?.mentions { fields[$0].name.lowercased() == lowered } ?? false
    }
}
