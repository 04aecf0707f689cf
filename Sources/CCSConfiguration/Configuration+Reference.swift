extension Configuration {
    /// A settings file with all settings, their help and their defaults. Reading it gives the defaults.
    public static var reference: String { Configuration().reference }

    /// A settings file with the current values. A changed setting has its default beside it. Reading it gives this
    /// configuration.
    public var reference: String {
        Section.all.map { text(of: $0) }.joined(separator: "\n")
    }

    private func text(of section: Section) -> String {
        var text = section.help.map { "# \($0)\n" }.joined()
        let isNamed = section.settings.contains { $0.path.contains(.name) }
        if isNamed {
            text += section.example.map { "# \($0)\n" }.joined()
            for name in section.names(self) { text += table(section, name) }
        } else {
            if let name = section.name { text += "[\(name)]\n" }
            for setting in section.settings { text += line(setting, isSpaced: section.name == nil) }
        }
        return text
    }

    /// A setting with its help. A setting without a value shows an example behind a `#`.
    private func line(_ setting: Setting, isSpaced: Bool) -> String {
        var text = isSpaced ? "\n" : ""
        if !setting.help.isEmpty { text += "# \(setting.help)\n" }
        let usual = setting.show(Configuration(), "")
        guard let value = setting.show(self, "") else { return text + "# \(setting.name) = \(setting.example)\n" }
        if value != usual { text += "# Changed; by default \(usual.map { "it is \($0)" } ?? "it is not set").\n" }
        return text + "\(TOMLText.key(setting.name)) = \(value)\n"
    }

    /// A table whose name the user chose.
    private func table(_ section: Section, _ name: String) -> String {
        var text = ""
        var header: [String] = []
        let settings = section.settings.compactMap { setting in setting.show(self, name).map { (setting, $0) } }
        for (setting, value) in settings {
            let path = setting.path.dropLast().map { if case .key(let key) = $0 { key } else { name } }
            if path != header {
                text += "\n[\(TOMLText.path(path))]\n"
                header = path
            }
            text += "\(TOMLText.key(setting.name)) = \(value)\n"
        }
        return text
    }
}
