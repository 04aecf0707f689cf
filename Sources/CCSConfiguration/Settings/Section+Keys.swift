import CCSView

extension Section {
    /// Keys of commands.
    static let keys = Section(
        "keys", noun: "command",
        [
            "Keys by command, instead of the default ones: a character, \"Space\", \"^D\", \"F5\", \"Enter\", \"Esc\", \"Tab\",",
            "\"S-Tab\", \"Backspace\", \"Del\", \"Ins\", \"Up\", \"PgUp\", \"Home\". [] means no key. `ccs-top --list-keys` lists them.",
        ],
        KeyTable.standard.entries.map { entry in
            let command = entry.command
            let usual = usualKeys(of: entry)
            return Setting([.key("keys"), .key(command.rawValue)], "\(entry.help).", example: "[\"F5\", \"^T\"]") {
                configuration, _ in
                TOMLText.list((configuration.keys[command] ?? usual).map(\.name))
            } take: { (draft, value, _) throws(Fault) in
                let keys = try keys(value, of: entry)
                draft.configuration.keys[command] = keys == usual ? nil : keys
            }
        })

    /// The commands that must have a key, because the user could not leave the program or a dialog without them.
    private static let needed: Set<Command> = [.quit, .close, .accept, .cancel]

    private static func keys(_ value: SettingValue, of entry: KeyTable.Entry) throws(Fault) -> [Key] {
        var keys: [Key] = []
        for name in try value.list("[\"F5\", \"^T\"]") {
            let key = try KeyText.key(name)
            guard !keys.contains(key) else { throw Fault("'\(key.name)' is in the list twice; remove one") }
            if case .character = key, !entry.modes.isDisjoint(with: .typing) {
                throw Fault("'\(key.name)' is text while typing; give it a control or a function key")
            }
            keys.append(key)
        }
        guard !keys.isEmpty || !needed.contains(entry.command) else {
            throw Fault("needs a key, or you could not leave")
        }
        // The index of a key decides which pane it opens.
        if entry.command == .pane || entry.command == .face, keys.count > entry.keys.count {
            throw Fault("takes at most \(entry.keys.count) keys, in the order of the numbers")
        }
        return keys
    }

    /// The default keys in the form that terminals send them: ^H arrives as Backspace.
    private static func usualKeys(of entry: KeyTable.Entry) -> [Key] {
        var keys: [Key] = []
        for key in entry.keys {
            let sent = (try? KeyText.key(key.name)) ?? key
            if !keys.contains(sent) { keys.append(sent) }
        }
        return keys
    }

    /// Finds keys that two commands use in the same context. It reports the command whose keys the user set, because only
    /// that can be changed.
    static func sharedKeys(_ configuration: Configuration) -> [(command: Command, message: String)] {
        let entries = configuration.keyTable.entries
        var faults: [(Command, String)] = []
        for (place, entry) in entries.enumerated() {
            for other in entries[(place + 1)...] where !other.modes.isDisjoint(with: entry.modes) {
                let (set, with) = configuration.keys[other.command] != nil ? (other, entry) : (entry, other)
                guard configuration.keys[set.command] != nil else { continue }
                for key in set.keys where with.keys.contains(key) {
                    let message = "'\(key.name)' is a key of '\(with.command.rawValue)' too; give one of them another"
                    faults.append((set.command, message))
                }
            }
        }
        return faults
    }
}
