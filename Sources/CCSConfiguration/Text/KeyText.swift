import CCSEvents
import CCSView

/// Reads and writes the names of keys: as on the screen, and in a few other forms.
enum KeyText {
    private static let named: [Key] =
        [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .pageUp,
            .pageDown,
            .home, .end, .character(" "),
        ] + (1...12).map { .function($0) }

    private static let others: [String: Key] = [
        "return": .enter, "escape": .escape, "backtab": .backTab, "shift-tab": .backTab, "delete": .delete,
        "insert": .insert, "pageup": .pageUp, "pagedown": .pageDown,
    ]

    private static let byName = others.merging(named.map { ($0.name.lowercased(), $0) }) { _, name in name }

    /// Reads the name of a key: a character, `^D` (or `Ctrl-D`), `F1` to `F12`, `Enter`, `Esc`, `PgUp` and so on.
    static func key(_ text: String) throws(Fault) -> Key {
        guard !text.isEmpty else { throw Fault("a key has no name: write \"Space\" for the space bar") }
        if let key = byName[text.lowercased()] { return key }
        if let letter = controlled(text) {
            guard let key = Key(letter) else { throw unknown(text) }
            return key
        }
        let scalars = text.unicodeScalars
        guard scalars.count == 1, let scalar = scalars.first, DisplayText(sanitizing: text).string == text,
            DisplayText(sanitizing: text).width > 0, let key = Key(scalar)
        else { throw unknown(text) }
        return key
    }

    /// Reads the character in `^D`, `Ctrl-D` or `C-d`; nil for other texts. Terminals send some control characters as
    /// separate keys: `^I` is Tab.
    private static func controlled(_ text: String) -> Unicode.Scalar? {
        let lowered = text.lowercased()
        guard let mark = ["^", "ctrl-", "c-"].first(where: { lowered.hasPrefix($0) }) else { return nil }
        let rest = Array(lowered.utf8.dropFirst(mark.utf8.count))
        guard rest.count == 1, 0x61...0x7A ~= rest[0] else { return nil }
        return Unicode.Scalar(rest[0] & 0x1F)
    }

    private static func unknown(_ text: String) -> Fault {
        let near = Nearest.name(to: text, of: named.map(\.name))
        let advice = near.map { "did you mean '\($0)'?" } ?? "write a character, \"^D\", \"F5\", \"Enter\", \"PgUp\""
        return Fault("\(quoted(text)) is no key; \(advice)")
    }
}
