/// A line of text that is being typed.
struct LineEditor: Sendable, Equatable {
    /// What stands in it.
    private(set) var text: String
    /// Characters before the cursor.
    private(set) var cursor: Int
    /// What was typed before, the newest last.
    private let history: [String]
    /// Which entry of the history is shown; its count for the line itself.
    private var historyPlace: Int
    /// The line itself while the history is shown.
    private var draft = ""

    /// Characters it holds at most; what is typed or pasted beyond is left out.
    static let limit = 1000

    /// A line with the cursor at its end.
    init(_ text: String = "", history: [String] = []) {
        self.text = String(text.prefix(Self.limit))
        cursor = self.text.count
        self.history = history
        historyPlace = history.count
    }

    /// Text before the cursor.
    var head: Substring { text.prefix(cursor) }

    /// Takes text at the cursor: line breaks and tabs as blanks, other characters nobody can see left out.
    mutating func insert(_ pasted: String) {
        var clean = String.UnicodeScalarView()
        for scalar in pasted.unicodeScalars.prefix(Self.limit * 4) {
            switch scalar {
            case "\t", "\n", "\r", "\u{2028}", "\u{2029}": clean.append(" ")
            default: if !scalar.isInvisible { clean.append(scalar) }
            }
        }
        var tail = Substring(String(clean))
        // A paste of whole lines ends with a line break that nobody means.
        if pasted.count > 1 { while tail.last == " " { tail.removeLast() } }
        let room = Self.limit - text.count
        guard room > 0 else { return }
        let before = head + tail.prefix(room)
        let after = text.dropFirst(cursor)
        // A mark joins the character before it, so characters are counted when all stand together.
        cursor = before.count
        text = String(before + after)
        cursor = min(cursor, text.count)
    }

    /// Does what a command of a typed line says; false where it is none.
    mutating func perform(_ command: Command) -> Bool {
        switch command {
        case .cursorLeft: cursor = max(0, cursor - 1)
        case .cursorRight: cursor = min(text.count, cursor + 1)
        case .cursorHome: cursor = 0
        case .cursorEnd: cursor = text.count
        case .eraseBack: erase(from: max(0, cursor - 1), to: cursor)
        case .eraseForward: erase(from: cursor, to: min(text.count, cursor + 1))
        case .eraseLine: erase(from: 0, to: cursor)
        case .eraseWord:
            let kept = head.reversed().drop { $0 == " " }.drop { $0 != " " }.count
            erase(from: kept, to: cursor)
        case .older: show(historyPlace - 1)
        case .newer: show(historyPlace + 1)
        default: return false
        }
        return true
    }

    private mutating func erase(from start: Int, to end: Int) {
        text = String(text.prefix(start) + text.dropFirst(end))
        cursor = min(start, text.count)
    }

    private mutating func show(_ place: Int) {
        guard (0...history.count).contains(place) else { return }
        if historyPlace == history.count { draft = text }
        historyPlace = place
        text = place == history.count ? draft : history[place]
        cursor = text.count
    }
}

extension Unicode.Scalar {
    /// Whether it is a control, a format character or none that is assigned.
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
