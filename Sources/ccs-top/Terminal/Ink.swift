import CCSView
import CNcurses

/// A look as ncurses has it.
struct Ink {
    var attributes: attr_t
    var pair: CInt
}

/// Makes inks of styles: themes name 16 colours, a terminal may have 16, 8 or none.
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

    /// After `newterm`; starts ncurses' colours if they are wanted and there are any.
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
            // Eight-colour terminals show bold as bright; for a background there is no such thing.
            if foreground >= 8 {
                foreground -= 8
                attributes |= ccs_attribute_bold()
            }
            if background >= 8 { background -= 8 }
        }
        return Ink(attributes: attributes, pair: pair(Pair(foreground: CInt(foreground), background: CInt(background))))
    }

    /// The number of a pair, made when first used; 0, the terminal's own colours, when the terminal has no more.
    private mutating func pair(_ pair: Pair) -> CInt {
        if pair == Pair(foreground: -1, background: -1) { return 0 }
        if let number = pairs[pair] { return number }
        let number = CInt(pairs.count + 1)
        guard number < mostPairs, init_extended_pair(number, pair.foreground, pair.background) == OK else { return 0 }
        pairs[pair] = number
        return number
    }
}
