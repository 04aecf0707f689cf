import CCSState

/// The section of limits.
extension Section {
    static let limits = Section(
        "limits", noun: "limit",
        [
            "How much to keep: whole numbers, or texts such as \"500k\", \"2M\" or \"64MiB\". The feed pane counts what is",
            "dropped because of a limit. `--limit` wins.",
        ],
        Limits.table.map { row in
            let example = TOMLText.text(Limits.text(Limits()[keyPath: row.path], isBytes: row.isBytes))
            return Setting([.key("limits"), .key(row.name)], sentence(row), example: example) { configuration, _ in
                TOMLText.text(Limits.text(configuration.limits[keyPath: row.path], isBytes: row.isBytes))
            } take: { (draft, value, _) throws(Fault) in
                let amount: String
                switch value {
                case .whole(let number): amount = String(number)
                default: amount = try value.text(example)
                }
                do throws(Limits.Failure) {
                    try draft.configuration.limits.set(row.name, amount)
                } catch {
                    throw Fault(error.description)
                }
            }
        })

    private static func sentence(_ row: Limits.Row) -> String {
        row.help.prefix(1).uppercased() + row.help.dropFirst() + "."
    }
}
