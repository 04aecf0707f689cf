/// A colour that every colour terminal has: the default one, or one of 16.
public enum TerminalColor: Int, CaseIterable, Sendable {
    /// Whatever the terminal's user chose.
    case terminal = -1
    /// Colour 0.
    case black
    /// Colour 1.
    case red
    /// Colour 2.
    case green
    /// Colour 3.
    case yellow
    /// Colour 4.
    case blue
    /// Colour 5.
    case magenta
    /// Colour 6.
    case cyan
    /// Colour 7.
    case white
    /// Colour 8.
    case brightBlack
    /// Colour 9.
    case brightRed
    /// Colour 10.
    case brightGreen
    /// Colour 11.
    case brightYellow
    /// Colour 12.
    case brightBlue
    /// Colour 13.
    case brightMagenta
    /// Colour 14.
    case brightCyan
    /// Colour 15.
    case brightWhite
}

/// Attributes of a character cell.
public struct Attributes: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Attributes of their bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Bold or brighter.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter.
    public static let dim = Attributes(rawValue: 2)
    /// Underlined.
    public static let underline = Attributes(rawValue: 4)
    /// Foreground and background exchanged.
    public static let reverse = Attributes(rawValue: 8)
}

/// How a cell is drawn.
public struct Look: Hashable, Sendable {
    /// The colour of the characters.
    public var foreground: TerminalColor
    /// The colour behind them.
    public var background: TerminalColor
    /// Bold, dim, underlined, reversed.
    public var attributes: Attributes

    /// The terminal's own colours without attributes, unless said.
    public init(
        _ foreground: TerminalColor = .terminal, on background: TerminalColor = .terminal,
        _ attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// Whether it is bold.
    public var bold: Bool { attributes.contains(.bold) }
    /// Whether it is dim.
    public var dim: Bool { attributes.contains(.dim) }
    /// Whether it is underlined.
    public var underline: Bool { attributes.contains(.underline) }
    /// Whether it is reversed.
    public var reverse: Bool { attributes.contains(.reverse) }
}
