import CCSState
import CCSView

/// One setting: its path, its help, and how it is read into a ``Configuration`` and written.
struct Setting: Sendable {
    /// A step in the path of a setting.
    enum Step: Sendable, Equatable {
        /// A key with this name.
        case key(String)
        /// A key that the user chooses: the name of a domain or of a theme.
        case name
    }

    /// Takes a value. The text is the name that the user chose, if the path has one.
    typealias Taking = @Sendable (inout Draft, SettingValue, String) throws(Fault) -> Void
    /// Returns the value as TOML, or nil if it is not set.
    typealias Showing = @Sendable (Configuration, String) -> String?

    let path: [Step]
    /// The help in one line.
    let help: String
    /// A valid value as TOML.
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

    /// All settings in the order in which they take effect: those for all domains come before those for one.
    static let table: [Setting] = Section.all.flatMap(\.settings)

    /// Keys that users may expect here but that do not belong here, with advice.
    static let refused: [String: String] = [
        "reveal": "this file cannot reveal secrets; use --reveal each time",
        "token": "a token must not be in this file; set token-file to the file that holds it",
        "insecure": "this file cannot switch certificates off; use --insecure each time",
    ]
}

/// A configuration while the file is read, with the facts that are needed until its end.
struct Draft {
    var configuration = Configuration()
    /// The states that the file has assigned to a phase.
    var states: [String: Phase] = [:]

    /// Starts a table with a name that the user chose. Throws if the name is invalid.
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

/// A section of the file with its settings.
struct Section: Sendable {
    /// The first step of its settings; nil for settings at the top of the file.
    let name: String?
    /// The help, in lines.
    let help: [String]
    /// The word for one of its keys.
    let noun: String
    let settings: [Setting]
    /// The names of its tables in a configuration, if users choose their names.
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

    /// All sections in the order of the reference.
    static let all: [Section] = [.top, .map, .phases, .detectors, .domains, .limits, .keys, .columns, .sort, .themes]
}
