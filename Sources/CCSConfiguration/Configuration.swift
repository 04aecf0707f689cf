public import CCSEvents
package import CCSKafka
package import CCSPBX
public import CCSState
public import CCSView

/// The settings of `config.toml`: defaults of the command line, field names, thresholds, keys, themes.
///
/// ``Setting/table`` declares each setting once. Parsing, the check for unknown keys and ``reference`` use it. The file
/// cannot reveal secrets: only an option on the command line can.
public struct Configuration: Sendable, Equatable {
    /// The domain to show, nil for all.
    public var domain: String?
    /// The default domain, for events that name none.
    public var feedDomain: String?
    /// Where the domain of a PBX's channels is read from; empty for the usual rules.
    package var pbxDomains: [DomainRule] = []
    /// The feeds to connect to.
    package var connect: [FeedPlace] = []
    /// Milliseconds after a reconnect until unconfirmed objects are evicted; nil to keep them.
    public var unconfirmed: Int64? = Limits().unconfirmed
    /// Milliseconds that an `eventts` may be ahead of the expected feed time; nil for the default of the kind of feed.
    public var clockSkew: Int64?
    /// The path of trusted certificate authorities; nil for those of the system.
    public var ca: String?
    /// The path of a client certificate.
    public var certificate: String?
    /// The path of its key; nil if the certificate's file contains the key.
    public var key: String?
    /// The path of the token.
    public var tokenFile: String?
    /// The first pane; nil for the default.
    public var pane: Pane?
    /// The name of a theme in ``Theme/all`` or ``themes``.
    public var theme = Theme.dark.name
    /// Whether to draw only ASCII.
    public var isASCII = false
    /// Whether numbers show only their last four digits.
    public var masksNumbers = false
    /// Whether mouse reports are on at the start.
    public var mouse = false
    /// Seconds between two frames while events come, 0.1 to 60.
    public var delay = 0.1
    /// The path of a file with field names, read by ``MapFile``.
    public var mapFile: String?
    /// The names of fields: the user's, then the default ones.
    public var fields = FieldMap()
    /// The phase of each state. States are in lower case.
    public internal(set) var phases = Configuration.usualPhases
    /// Thresholds for all domains and for single domains.
    public var detectors = DetectorSettings()
    /// The limits of memory.
    public var limits = Limits()
    /// The keys of commands, where they differ from the default.
    public internal(set) var keys: [Command: [Key]] = [:]
    /// The columns of panes by id, where they differ from the default.
    public internal(set) var columns: [Pane: [String]] = [:]
    /// The orders of panes, where they differ from the default.
    public internal(set) var sorts: [Pane: Query.Sort] = [:]
    /// The user's themes, by name.
    public internal(set) var themes: [OwnTheme] = []

    /// The defaults.
    public init() {}

    /// The phases in the form that a reducer takes.
    public var phaseTable: PhaseTable {
        var table = PhaseTable()
        for (state, phase) in phases { table.add(state, phase) }
        return table
    }

    /// The keys in the form that the interface takes.
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

/// A user's theme, made from another theme.
public struct OwnTheme: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The theme it is made from, a name in ``Theme/all``.
    public internal(set) var base = Theme.dark.name
    /// The roles that differ from it.
    public internal(set) var changes: [Role: LookChange] = [:]

    /// A theme without changes.
    init(name: String) {
        self.name = name
    }

    /// The style of a role. `look` is its style in the base theme.
    public func look(of role: Role, on look: Look) -> Look {
        changes[role]?.applied(to: look) ?? look
    }
}

/// The changes of a style. A nil colour stays.
public struct LookChange: Sendable, Equatable {
    /// The colour of the characters.
    public internal(set) var foreground: TerminalColor?
    /// The background colour.
    public internal(set) var background: TerminalColor?
    /// Attributes to add.
    public internal(set) var adding: Attributes = []
    /// Attributes to remove.
    public internal(set) var removing: Attributes = []

    /// Applies the change to a style.
    public func applied(to look: Look) -> Look {
        Look(
            foreground ?? look.foreground, on: background ?? look.background,
            look.attributes.subtracting(removing).union(adding))
    }
}
