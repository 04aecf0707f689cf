import CCSEvents

/// Filters that the program writes itself, for a row that leads to a list.
enum FilterWriting {
    /// Objects with just this text in a field; of an empty one, those without a value.
    static func equal(_ field: String, _ text: FeedText) -> String {
        text.isEmpty ? "\(field)!~." : "\(field)=\(Filter.inQuotes(text.string))"
    }

    /// Objects with a number in a field. Where numbers are not to be shown, a filter must not show one either: then all are meant
    /// that end alike.
    static func number(_ field: String, _ text: FeedText, _ view: Viewpoint) -> String {
        let masked = view.shown(text.string)
        guard masked != text.string, let star = masked.lastIndex(of: "*") else { return equal(field, text) }
        var pattern = ""
        for character in masked[masked.index(after: star)...] {
            if character.isPunctuation || character.isSymbol { pattern += "\\" }
            pattern.append(character)
        }
        return "\(field)~\(Filter.inQuotes(pattern + "$"))"
    }
}
