// Blue is in none of them: on black it cannot be read, and what is behind the default background nobody knows.
// A selected row is one bar of one colour; its state is in its letters too.

extension Theme {
    /// For dark backgrounds.
    public static let dark = Theme(
        name: "dark",
        selected: Overlay(foreground: .terminal, background: .terminal, adding: .reverse, removing: .dim),
        marked: Overlay(foreground: .brightYellow, adding: .bold, removing: .dim),
        fresh: Overlay(adding: .bold, removing: .dim)
    ) { role in
        switch role {
        case .plain: Look()
        case .label: Look(.cyan)
        case .value: Look(.terminal, .bold)
        case .columnTitle: Look(.black, on: .green)
        case .sortTitle: Look(.black, on: .cyan)
        case .tab: Look()
        case .activeTab: Look(.terminal, [.bold, .reverse])
        case .key: Look(.terminal, .bold)
        case .keyHelp: Look(.black, on: .cyan)
        case .notice: Look(.black, on: .yellow)
        case .warning: Look(.white, on: .red, .bold)
        case .frame: Look(.terminal, .dim)
        case .ringing: Look(.yellow)
        case .talking: Look(.green)
        case .held: Look(.cyan)
        case .ending: Look(.green, .dim)
        case .failed: Look(.red, .bold)
        case .ended: Look(.terminal, .dim)
        case .transferred: Look(.magenta)
        case .recording: Look(.brightRed)
        case .match: Look(.black, on: .yellow)
        case .input: Look(.terminal, .underline)
        case .missing: Look(.terminal, .dim)
        }
    }

    /// For light backgrounds, where yellow and cyan can only be read as a background.
    public static let light = Theme(
        name: "light",
        selected: Overlay(foreground: .terminal, background: .terminal, adding: .reverse, removing: .dim),
        marked: Overlay(foreground: .magenta, adding: .bold, removing: .dim),
        fresh: Overlay(adding: .bold, removing: .dim)
    ) { role in
        switch role {
        case .plain: Look()
        case .label: Look(.terminal, .dim)
        case .value: Look(.terminal, .bold)
        case .columnTitle: Look(.black, on: .green)
        case .sortTitle: Look(.black, on: .cyan)
        case .tab: Look()
        case .activeTab: Look(.terminal, [.bold, .reverse])
        case .key: Look(.terminal, .bold)
        case .keyHelp: Look(.black, on: .cyan)
        case .notice: Look(.black, on: .yellow)
        case .warning: Look(.white, on: .red, .bold)
        case .frame: Look(.terminal, .dim)
        case .ringing: Look(.black, on: .yellow)
        case .talking: Look(.green)
        case .held: Look(.black, on: .cyan)
        case .ending: Look(.green, .dim)
        case .failed: Look(.red, .bold)
        case .ended: Look(.terminal, .dim)
        case .transferred: Look(.magenta)
        case .recording: Look(.red)
        case .match: Look(.black, on: .brightYellow)
        case .input: Look(.terminal, .underline)
        case .missing: Look(.terminal, .dim)
        }
    }

    /// For `NO_COLOR` and terminals without any: attributes alone.
    ///
    /// Bold with dim is not used, terminals draw it either way; so six looks are left for what the phases and ends of
    /// calls must be told apart by, and ending shares one with ended.
    public static let mono = Theme(
        name: "mono",
        selected: Overlay(adding: .reverse),
        marked: Overlay(adding: .bold, removing: .dim),
        fresh: Overlay(adding: .bold, removing: .dim)
    ) { role in
        switch role {
        case .plain, .tab, .keyHelp, .label: Look()
        case .value, .key: Look(.terminal, .bold)
        case .columnTitle: Look(.terminal, .reverse)
        case .sortTitle: Look(.terminal, [.reverse, .bold])
        case .activeTab: Look(.terminal, [.bold, .reverse])
        case .notice: Look(.terminal, .reverse)
        case .warning: Look(.terminal, [.bold, .reverse])
        case .frame, .missing: Look(.terminal, .dim)
        case .ringing: Look(.terminal, .bold)
        case .talking: Look()
        case .held: Look(.terminal, .underline)
        case .failed: Look(.terminal, [.bold, .underline])
        case .ending, .ended: Look(.terminal, .dim)
        case .transferred: Look(.terminal, [.dim, .underline])
        case .recording: Look(.terminal, .bold)
        case .match: Look(.terminal, [.bold, .underline])
        case .input: Look(.terminal, .underline)
        }
    }

    /// Bright colours on black, whatever the terminal's own are, and nothing dim.
    public static let highContrast = Theme(
        name: "high-contrast",
        selected: Overlay(foreground: .brightWhite, background: .black, adding: [.reverse, .bold]),
        marked: Overlay(adding: [.bold, .underline]),
        fresh: Overlay(adding: .bold)
    ) { role in
        switch role {
        case .plain, .tab, .frame: Look(.brightWhite, on: .black)
        case .label, .keyHelp: Look(.white, on: .black)
        case .value, .key: Look(.brightWhite, on: .black, .bold)
        case .columnTitle: Look(.black, on: .brightWhite)
        case .sortTitle: Look(.black, on: .brightYellow, .bold)
        case .activeTab: Look(.black, on: .brightWhite, .bold)
        case .notice: Look(.black, on: .brightYellow)
        case .warning: Look(.brightWhite, on: .red, .bold)
        case .ringing: Look(.brightYellow, on: .black)
        case .talking: Look(.brightGreen, on: .black)
        case .held: Look(.brightCyan, on: .black)
        case .ending: Look(.white, on: .black, .underline)
        case .failed: Look(.brightRed, on: .black, .bold)
        case .ended, .missing: Look(.white, on: .black)
        case .transferred: Look(.brightMagenta, on: .black)
        case .recording: Look(.brightRed, on: .black)
        case .match: Look(.black, on: .brightYellow)
        case .input: Look(.brightWhite, on: .black, .underline)
        }
    }
}
