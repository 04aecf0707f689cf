import CCSState
import CCSView

/// One thing that can be set: where it stands, what it is, and how it gets into a ``Configuration`` and out of one.
struct Setting: Sendable {
    /// A step on the way to a setting.
    enum Step: Sendable, Equatable {
        /// A key with this name.
        case key(String)
        /// A key that the user chooses: the name of a domain or of a theme.
        case name
    }

    /// Takes a value; the text is the name that the user chose, where the path has one.
    typealias Taking = @Sendable (inout Draft, SettingValue, String) throws(Fault) -> Void
    /// The value as TOML, nil where nothing is set.
    typealias Showing = @Sendable (Configuration, String) -> String?

    /// Where it stands.
    let path: [Step]
    /// What it does, in a line.
    let help: String
    /// A value that is right, as TOML.
    let example: String
    let take: Taking
    let show: Showing

    init(_ path: [Step], _ help: String, example: String, show: @escaping Showing, take: @escaping Taking) {
        self.path = path
        self.help = help
        self.example = example
        self.show = show
        self.take = take
    }

    /// The name of its last step.
    var name: String {
        if case .key(let name) = path.last { name } else { "" }
    }

    /// All settings in the order in which they take effect: what holds for all domains before what holds for one.
    static let table: [Setting] = Section.all.flatMap(\.settings)

    /// Keys that somebody may look for here and that do not belong here, with what to do.
    static let refused: [String: String] = [
        "reveal": "this file cannot reveal secrets; use --reveal each time",
        "token": "a token must not be in this file; set token-file to the file that holds it",
        "insecure": "this file cannot switch certificates off; use --insecure each time",
    ]
}

/// A configuration in the making, and what has to be known until all of the file was taken.
struct Draft {
    var configuration = Configuration()
    /// States that the file gave to a phase.
    var states: [String: Phase] = [:]

    /// A table with a name that the user chose: sees whether it can have that name.
    mutating func open(_ section: String, name: String) throws(Fault) {
        guard !name.isEmpty, name.utf8.count <= 512 else { throw Fault("needs a name of 1 to 512 bytes") }
        guard section == "themes" else { return }
        guard Theme.named(name) == nil else {
            throw Fault(
                "\(quoted(name)) is a theme of ccs-top and cannot be changed; choose another name, with base = \"\(name)\""
            )
        }
        configuration.themes.append(OwnTheme(name: name))
    }
}

/// Settings that stand together in the file.
struct Section: Sendable {
    /// The first step of its settings; nil for those at the top.
    let name: String?
    /// What its settings are about, in lines.
    let help: [String]
    /// What one of its keys is called.
    let noun: String
    let settings: [Setting]
    /// The tables of it that a configuration has, where users choose their names.
    let names: @Sendable (Configuration) -> [String]
    /// An example of such a table, in lines.
    let example: [String]

    init(
        _ name: String?, noun: String, _ help: [String], _ settings: [Setting], example: [String] = [],
        names: @escaping @Sendable (Configuration) -> [String] = { _ in [] }
    ) {
        self.name = name
        self.help = help
        self.noun = noun
        self.settings = settings
        self.example = example
        self.names = names
    }

    /// All of them, in the order of the reference.
    static let all: [Section] = [.top, .map, .phases, .detectors, .domains, .limits, .keys, .columns, .sort, .themes]
}
