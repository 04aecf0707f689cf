import CCSView

extension Section {
    /// The user's themes.
    static let themes = Section(
        "themes", noun: "role",
        [
            "Your themes: a base, and what looks different. theme = \"NAME\" chooses one.",
            "Roles: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).",
            "Colours: \(colors.map(\.name).joined(separator: ", ")); \"terminal\" is the default colour of the terminal.",
        ],
        [base] + Role.allCases.flatMap(looks),
        example: [
            "[themes.mine]", "base = \"dark\"", "ringing = { foreground = \"brightYellow\", bold = true }",
            "ended = { dim = false }",
        ]
    ) { $0.themes.map(\.name).sorted() }

    static let colors: [(name: String, color: TerminalColor)] = [
        ("terminal", .terminal), ("black", .black), ("red", .red), ("green", .green), ("yellow", .yellow),
        ("blue", .blue), ("magenta", .magenta), ("cyan", .cyan), ("white", .white), ("brightBlack", .brightBlack),
        ("brightRed", .brightRed), ("brightGreen", .brightGreen), ("brightYellow", .brightYellow),
        ("brightBlue", .brightBlue), ("brightMagenta", .brightMagenta), ("brightCyan", .brightCyan),
        ("brightWhite", .brightWhite),
    ]

    private static let attributes: [(name: String, attribute: Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
    ]

    private static let base = Setting(
        [.key("themes"), .name, .key("base")], "The theme that it changes.", example: "\"dark\""
    ) { configuration, name in
        configuration.themes.first { $0.name == name }.map { TOMLText.text($0.base) }
    } take: { (draft, value, name) throws(Fault) in
        let base = try value.choice("base theme", of: Theme.all.map(\.name), "\"dark\"")
        draft.change(name) { $0.base = base }
    }

    private static func looks(of role: Role) -> [Setting] {
        let path: [Setting.Step] = [.key("themes"), .name, .key(role.rawValue)]
        let sides: [(String, any WritableKeyPath<LookChange, TerminalColor?> & Sendable)] = [
            ("foreground", \.foreground), ("background", \.background),
        ]
        let colored = sides.map { side, member in
            Setting(path + [.key(side)], "", example: "\"yellow\"") { configuration, name in
                let color = configuration.change(of: role, in: name)?[keyPath: member]
                return colors.first { $0.color == color }.map { TOMLText.text($0.name) }
            } take: { (draft, value, name) throws(Fault) in
                let color = try value.choice("colour", of: colors.map(\.name), "\"yellow\"")
                draft.change(name) { theme in
                    theme.changes[role, default: LookChange()][keyPath: member] =
                        colors.first { $0.name == color }?.color
                }
            }
        }
        let attributed = attributes.map { attribute, bit in
            Setting(path + [.key(attribute)], "", example: "true") { configuration, name in
                guard let change = configuration.change(of: role, in: name) else { return nil }
                return change.adding.contains(bit) ? "true" : change.removing.contains(bit) ? "false" : nil
            } take: { (draft, value, name) throws(Fault) in
                let isOn = try value.flag("true")
                draft.change(name) { theme in
                    if isOn {
                        theme.changes[role, default: LookChange()].adding.insert(bit)
                    } else {
                        theme.changes[role, default: LookChange()].removing.insert(bit)
                    }
                }
            }
        }
        return colored + attributed
    }
}

extension Draft {
    fileprivate mutating func change(_ theme: String, _ body: (inout OwnTheme) -> Void) {
        guard let place = configuration.themes.firstIndex(where: { $0.name == theme }) else { return }
        body(&configuration.themes[place])
    }
}

extension Configuration {
    fileprivate func change(of role: Role, in theme: String) -> LookChange? {
        themes.first { $0.name == theme }?.changes[role]
    }
}
