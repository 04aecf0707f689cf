public import CCSEvents
package import CCSKafka
public import CCSState
public import CCSView

/// What a user has set in `config.toml`: defaults of the command line, names a platform uses, thresholds, keys, themes.
///
/// All of it is declared once, in ``Setting/table``; parsing, the search for unknown keys and ``reference`` come from there.
/// What shows a secret cannot be set here: that takes a deliberate act on the command line.
public struct Configuration: Sendable, Equatable {
    /// The domain to show, nil for all.
    public var domain: String?
    /// The domain of events that name none.
    public var feedDomain: String?
    /// Where to connect to.
    package var connect: [FeedPlace] = []
    /// Milliseconds after a lost feed came back in which an object has to be heard of, or it leaves; nil: it stays.
    public var unconfirmed: Int64? = Limits().unconfirmed
    /// Milliseconds that an `eventts` may be ahead of the expected feed time, nil for the default of the feed's kind.
    public var clockSkew: Int64?
    /// A file of certificate authorities to trust, nil for the system's.
    public var ca: String?
    /// A file with a client certificate.
    public var certificate: String?
    /// A file with its key, nil where that is in the same one.
    public var key: String?
    /// A file with the token that opens a feed.
    public var tokenFile: String?
    /// The list to begin with, nil for the usual one.
    public var pane: Pane?
    /// The name of a theme: one of ``Theme/all`` or of ``themes``.
    public var theme = Theme.dark.name
    /// Whether only ASCII characters are drawn.
    public var isASCII = false
    /// Whether numbers are shown by their last four digits only.
    public var masksNumbers = false
    /// Whether clicks and the wheel are taken from the beginning.
    public var mouse = false
    /// Seconds between two frames while data comes, 0.1 to 60.
    public var delay = 0.1
    /// A file with more names of fields, ``MapFile``.
    public var mapFile: String?
    /// Names of fields, the user's in front of the default ones.
    public var fields = FieldMap()
    /// The phase of each state, in lower case.
    public internal(set) var phases = Configuration.usualPhases
    /// Thresholds, for all domains and for single ones.
    public var detectors = DetectorSettings()
    /// How much is kept.
    public var limits = Limits()
    /// Keys of commands that have others than usual.
    public internal(set) var keys: [Command: [Key]] = [:]
    /// Columns of panes that show others than usual, by id.
    public internal(set) var columns: [Pane: [String]] = [:]
    /// Orders of panes that have another than usual.
    public internal(set) var sorts: [Pane: Query.Sort] = [:]
    /// Own themes, by name.
    public internal(set) var themes: [OwnTheme] = []

    /// The defaults.
    public init() {}

    /// The states of each phase as a reducer takes them.
    public var phaseTable: PhaseTable {
        var table = PhaseTable()
        for (state, phase) in phases { table.add(state, phase) }
        return table
    }

    /// The keys as the interface takes them.
    public var keyTable: KeyTable {
        KeyTable(
            KeyTable.standard.entries.map { entry in
                var entry = entry
                entry.keys = keys[entry.command] ?? entry.keys
                return entry
            })
    }

    static let usualPhases: [String: Phase] = {
        var phases: [String: Phase] = [:]
        for (phase, names) in PhaseTable.states { for name in names { phases[name] = phase } }
        return phases
    }()
}

/// A theme that a user made of another one.
public struct OwnTheme: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The name of the theme it is made of, one of ``Theme/all``.
    public internal(set) var base = Theme.dark.name
    /// What is different from it.
    public internal(set) var changes: [Role: LookChange] = [:]

    /// A theme that is its base still.
    init(name: String) {
        self.name = name
    }

    /// How a role looks, in the place of `look`, which is how it looks in the base.
    public func look(of role: Role, on look: Look) -> Look {
        changes[role]?.applied(to: look) ?? look
    }
}

/// What is different in a look; what is nil stays.
public struct LookChange: Sendable, Equatable {
    /// The colour of the characters.
    public internal(set) var foreground: TerminalColor?
    /// The colour behind them.
    public internal(set) var background: TerminalColor?
    /// Attributes that are set.
    public internal(set) var adding: Attributes = []
    /// Attributes that are taken away.
    public internal(set) var removing: Attributes = []

    /// The look after the change.
    public func applied(to look: Look) -> Look {
        Look(
            foreground ?? look.foreground, on: background ?? look.background,
            look.attributes.subtracting(removing).union(adding))
    }
}
