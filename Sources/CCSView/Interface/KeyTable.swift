/// Which key does what and where: the one table that dispatch, footer, help and lists of keys are made of.
public struct KeyTable: Sendable {
    /// A heading of the help.
    public enum Group: String, CaseIterable, Sendable {
        /// From row to row.
        case move = "Moving"
        /// From list to list.
        case places = "Panes"
        /// Search and filter.
        case find = "Search and filter"
        /// Sort order and columns.
        case order = "Sorting and columns"
        /// Expanding and collapsing rows.
        case tree = "Tree"
        /// Marked rows.
        case marks = "Marks"
        /// Anomalies, and the events behind a value.
        case trouble = "Anomalies"
        /// Pause and follow.
        case time = "Pause, replay, follow"
        /// The clipboard.
        case copy = "Clipboard"
        /// The program itself.
        case program = "Program"
        /// Menus and the help.
        case menu = "Menus and help"
        /// Lines of text.
        case typing = "While typing"
    }

    /// A command and its keys.
    public struct Entry: Sendable {
        /// What is done.
        public var command: Command
        /// The keys that do it.
        public var keys: [Key]
        /// A word or two, for the footer.
        public var title: String
        /// A sentence, for the help.
        public var help: String
        /// Where the keys work.
        public var modes: KeyModes
        /// Where it stands in the help.
        public var group: Group
        /// Its rank in the footer, the lowest stays longest; nil to keep it out.
        public var rank: Int?

        /// The key the footer names: a function key where there is one, but in menus and help, where others are usual.
        public var footerKey: Key? {
            if modes.isDisjoint(with: .lists) { return keys.first }
            return keys.first { if case .function = $0 { true } else { false } } ?? keys.first
        }

        /// Its keys as text.
        public var keyNames: String { keys.map(\.name).joined(separator: " ") }
    }

    /// The commands in the order of the help.
    public private(set) var entries: [Entry]
    /// Places in ``entries`` by mode and key.
    private var places: [KeyModes: [Key: Int]] = [:]

    /// A table of entries; of two that share a key in a mode the first has it.
    public init(_ entries: [Entry]) {
        self.entries = entries
        for (mode, _) in KeyModes.names {
            var keys: [Key: Int] = [:]
            for (index, entry) in entries.enumerated() where entry.modes.contains(mode) {
                for key in entry.keys where keys[key] == nil { keys[key] = index }
            }
            places[mode] = keys
        }
    }

    /// What a key does in a mode, nil if nothing.
    public func entry(for key: Key, in mode: KeyModes) -> Entry? {
        places[mode]?[key].map { entries[$0] }
    }

    /// The entry of a command.
    public func entry(of command: Command) -> Entry? {
        entries.first { $0.command == command }
    }

    /// The first key of a command as text; a dash where it has none.
    func keyName(_ command: Command) -> String {
        entry(of: command)?.keys.first?.name ?? "-"
    }

    /// The key of a pane as text; a dash where it has none.
    func keyName(of pane: Pane) -> String {
        guard let keys = entry(of: .pane)?.keys, let place = Pane.ofDomain.firstIndex(of: pane),
            keys.indices.contains(place)
        else { return "-" }
        return keys[place].name
    }

    /// The footer's entries in a mode: function keys by number, then the others.
    func footer(in mode: KeyModes) -> [Entry] {
        let shown = entries.filter { $0.rank != nil && $0.modes.contains(mode) }
        return shown.enumerated().sorted { left, right in
            (left.element.footerOrder, left.offset) < (right.element.footerOrder, right.offset)
        }.map(\.element)
    }

    /// One line for each command: its name, its keys, what it does and where, for `--list-keys`.
    public var listing: String {
        let names = entries.map(\.command.rawValue.count).max() ?? 0
        let keys = entries.map(\.keyNames.count).max() ?? 0
        return entries.map { entry in
            let name = entry.command.rawValue
            let gap = String(repeating: " ", count: names - name.count + 2)
            let keyGap = String(repeating: " ", count: keys - entry.keyNames.count + 2)
            return name + gap + entry.keyNames + keyGap + entry.help + " (" + entry.modes.text + ")\n"
        }.joined()
    }
}

extension KeyTable.Entry {
    fileprivate var footerOrder: Int {
        if case .function(let number) = footerKey { number } else { 100 }
    }
}
