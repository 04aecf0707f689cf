import CCSEvents

/// A part of a line that can be said at some length or not at all.
struct HeaderPiece {
    /// Ways of saying it, each longer and dearer than the one before: the rank says which comes first, the lowest.
    var forms: [(rank: Int, spans: [StyledText])]

    init(_ forms: (rank: Int, spans: [StyledText])...) {
        self.forms = forms
    }

    /// As much of the pieces as fits, in their order, what has the lowest rank before all else.
    static func fit(_ pieces: [HeaderPiece], width: Int, separator: StyledText) -> [StyledText] {
        var chosen = [Int?](repeating: nil, count: pieces.count)
        var used = 0
        let wishes = pieces.enumerated().flatMap { place, piece in
            piece.forms.enumerated().map { (rank: $1.rank, place: place, form: $0) }
        }
        for wish in wishes.sorted(by: { ($0.rank, $0.place) < ($1.rank, $1.place) }) {
            let spans = pieces[wish.place].forms[wish.form].spans
            let before = chosen[wish.place].map { pieces[wish.place].forms[$0].spans.width }
            let gap = before == nil && chosen.contains { $0 != nil } ? separator.text.width : 0
            let growth = spans.width - (before ?? 0) + gap
            guard used + growth <= width || used == 0 else { continue }
            used += growth
            chosen[wish.place] = wish.form
        }
        var line: [StyledText] = []
        for (place, form) in chosen.enumerated() {
            guard let form else { continue }
            if !line.isEmpty { line.append(separator) }
            line += pieces[place].forms[form].spans
        }
        return line
    }
}

extension [StyledText] {
    /// Columns of all together.
    var width: Int { reduce(0) { $0 + $1.text.width } }
}

extension Screen {
    /// Writes texts one after the other; returns the columns used.
    @discardableResult
    mutating func write(_ spans: [StyledText], x: Int, y: Int, limit: Int = .max) -> Int {
        var used = 0
        for span in spans where used < limit {
            used += write(span.text, x: x + used, y: y, limit: limit - used, style: Style(span.role))
        }
        return used
    }
}
