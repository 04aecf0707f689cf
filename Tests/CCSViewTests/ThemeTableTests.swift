import CCSView
import Testing

@Suite struct ThemeTableTests {
    /// All styles.
    static let styles: [Style] = Role.allCases.flatMap { role in
        (0..<8).map { Style(role, selected: $0 & 1 != 0, marked: $0 & 2 != 0, fresh: $0 & 4 != 0) }
    }

    @Test func themesAreFoundByName() {
        #expect(Theme.all.map(\.name) == ["dark", "light", "mono", "high-contrast"])
        for theme in Theme.all { #expect(Theme.named(theme.name)?.name == theme.name) }
        #expect(Theme.named("Dark") == nil && Theme.named("") == nil)
    }

    @Test(arguments: Theme.all.map(\.name))
    func everythingCanBeRead(_ name: String) throws {
        let theme = try #require(Theme.named(name))
        for style in Self.styles {
            let look = theme.look(of: style)
            let colours = [look.foreground, look.background]
            #expect(!colours.contains(.blue) && !colours.contains(.brightBlue), "\(style)")
            #expect(look.foreground == .terminal || look.foreground != look.background, "\(style)")
            #expect(!(look.bold && look.dim), "\(style): terminals differ about bold and dim at once")
        }
    }

    @Test(arguments: Theme.all.map(\.name))
    func aSelectedRowIsReversed(_ name: String) throws {
        let theme = try #require(Theme.named(name))
        for style in Self.styles where style.selected { #expect(theme.look(of: style).reverse) }
    }

    @Test(arguments: Theme.all.map(\.name))
    func phasesAndEndsAreToldApart(_ name: String) throws {
        let theme = try #require(Theme.named(name))
        let roles: [Role] = [.ringing, .talking, .held, .failed, .ended, .transferred]
        #expect(Set(roles.map { theme.look(of: Style($0)) }).count == roles.count)
        #expect(theme.look(of: Style(.tab)) != theme.look(of: Style(.activeTab)))
        #expect(theme.look(of: Style(.columnTitle)) != theme.look(of: Style(.sortTitle)))
        #expect(theme.look(of: Style(.plain)) != theme.look(of: Style(.match)))
        #expect(theme.look(of: Style(.plain)) != theme.look(of: Style(.plain, marked: true)))
        #expect(theme.look(of: Style(.plain)) != theme.look(of: Style(.plain, fresh: true)))
    }

    @Test func monoHasNoColour() throws {
        for style in Self.styles {
            let look = Theme.mono.look(of: style)
            #expect(look.foreground == .terminal && look.background == .terminal)
        }
    }

    @Test func highContrastHasNothingDim() {
        for style in Self.styles { #expect(!Theme.highContrast.look(of: style).dim) }
    }

    @Test func darkIsAsTheInterfaceSays() {
        func look(_ role: Role) -> Look { Theme.dark.look(of: Style(role)) }
        #expect(look(.ringing).foreground == .yellow)
        #expect(look(.talking).foreground == .green)
        #expect(look(.held).foreground == .cyan)
        #expect(look(.failed).foreground == .red && look(.failed).bold)
        #expect(look(.ended).dim)
        #expect(look(.transferred).foreground == .magenta)
    }
}
