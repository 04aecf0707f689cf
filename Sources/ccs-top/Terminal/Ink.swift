import CCSView
import CNcurses

/// A style as attributes and a colour pair of ncurses.
struct Ink {
    var attributes: attr_t
    var pair: CInt
}

/// Makes inks from styles. Themes name 16 colours. A terminal may have 16, 8 or none.
struct InkWell {
    private let theme: Theme
    private let colors: Int
    private let mostPairs: Int
    private var inks: [Style: Ink] = [:]
    private var pairs: [Pair: CInt] = [:]

    private struct Pair: Hashable {
        var foreground: CInt
        var background: CInt
    }

    /// Call it after `newterm`. It starts the colours of ncurses if they are wanted and the terminal has them.
    init(theme: Theme, color: Bool) {
        if color, has_colors(), start_color() == OK, use_default_colors() == OK, ccs_colors() >= 8 {
            self.theme = theme
            colors = Int(ccs_colors())
        } else {
            self.theme = .mono
            colors = 0
        }
        mostPairs = Int(ccs_color_pairs())
    }

    /// The ink of a style.
    mutating func ink(_ style: Style) -> Ink {
        if let ink = inks[style] { return ink }
        let ink = mix(theme.look(of: style))
        inks[style] = ink
        return ink
    }

    private mutating func mix(_ look: Look) -> Ink {
        var attributes = ccs_attribute_normal()
        if look.bold { attributes |= ccs_attribute_bold() }
        if look.dim { attributes |= ccs_attribute_dim() }
        if look.underline { attributes |= ccs_attribute_underline() }
        if look.reverse { attributes |= ccs_attribute_reverse() }
        guard colors > 0 else { return Ink(attributes: attributes, pair: 0) }
        var foreground = look.foreground.rawValue
        var background = look.background.rawValue
        if colors < 16 {
            // Terminals with eight colours show bold as bright. There is no bright background.
            if foreground >= 8 {
                foreground -= 8
                attributes |= ccs_attribute_bold()
            }
            if background >= 8 { background -= 8 }
        }
        return Ink(attributes: attributes, pair: pair(Pair(foreground: CInt(foreground), background: CInt(background))))
    }

    /// The number of a colour pair, which is created at its first use. 0, the terminal's own colours, if the terminal has no
    /// more pairs.
    private mutating func pair(_ pair: Pair) -> CInt {
        if pair == Pair(foreground: -1, background: -1) { return 0 }
        if let number = pairs[pair] { return number }
        let number = CInt(pairs.count + 1)
        guard number < mostPairs, init_extended_pair(number, pair.foreground, pair.background) == OK else { return 0 }
        pairs[pair] = number
        return number
    }
}
