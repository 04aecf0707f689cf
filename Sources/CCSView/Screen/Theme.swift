/// What every role looks like, and what lies over it when a row is selected, marked or fresh.
public struct Theme: Sendable {
    /// The name it is chosen by, in lower case.
    public let name: String
    /// A look for each role.
    private let looks: [Look]
    private let selected: Overlay
    private let marked: Overlay
    private let fresh: Overlay

    /// What is changed in a look; a colour that is nil stays.
    struct Overlay: Sendable {
        var foreground: TerminalColor?
        var background: TerminalColor?
        var adding: Attributes = []
        var removing: Attributes = []

        func apply(to look: Look) -> Look {
            Look(
                foreground ?? look.foreground, on: background ?? look.background,
                look.attributes.subtracting(removing).union(adding))
        }
    }

    init(
        name: String, selected: Overlay, marked: Overlay, fresh: Overlay, _ look: (Role) -> Look
    ) {
        self.name = name
        self.selected = selected
        self.marked = marked
        self.fresh = fresh
        looks = Role.allCases.map(look)
    }

    /// A theme made of another one: `look` changes how a role looks in it.
    public init(name: String, base: Theme, look: (Role, Look) -> Look) {
        self.init(name: name, selected: base.selected, marked: base.marked, fresh: base.fresh) {
            look($0, base.look(of: Style($0)))
        }
    }

    /// The look of a style: its role, then freshness, mark and selection over it, in this order.
    public func look(of style: Style) -> Look {
        var look = looks[style.role.index]
        if style.fresh { look = fresh.apply(to: look) }
        if style.marked { look = marked.apply(to: look) }
        if style.selected { look = selected.apply(to: look) }
        return look
    }

    /// All themes, the default one first.
    public static let all: [Theme] = [.dark, .light, .mono, .highContrast]

    /// The theme of a name, nil when there is none.
    public static func named(_ name: String) -> Theme? {
        all.first { $0.name == name }
    }
}

extension Role {
    /// Its place among all roles.
    fileprivate var index: Int { Self.places[self] ?? 0 }

    private static let places = Dictionary(uniqueKeysWithValues: zip(Role.allCases, 0...))
}
