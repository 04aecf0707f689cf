public import CCSEvents

/// The characters beyond letters that the program itself draws, each with a twin of plain ASCII that is as wide.
public struct Glyphs: Sendable {
    /// A tree's line to a child that has younger siblings, 2 columns.
    public let branch: DisplayText
    /// A tree's line to the last child, 2 columns.
    public let lastBranch: DisplayText
    /// A tree's line past the children of an elder sibling, 2 columns.
    public let trunk: DisplayText
    /// The corner of ``branch`` alone, before ``expanded`` or ``collapsed``.
    public let tee: DisplayText
    /// The corner of ``lastBranch`` alone.
    public let corner: DisplayText
    /// A node whose children are shown.
    public let expanded: DisplayText
    /// A node whose children are hidden.
    public let collapsed: DisplayText
    /// To the right: from one party to another.
    public let arrow: DisplayText
    /// To the left.
    public let backArrow: DisplayText
    /// Sorted upwards.
    public let ascending: DisplayText
    /// Sorted downwards.
    public let descending: DisplayText
    /// Something is on: recording.
    public let bullet: DisplayText
    /// Something was on.
    public let ring: DisplayText
    /// Between parts of a line.
    public let middleDot: DisplayText
    /// Something was cut off.
    public let ellipsis: DisplayText
    /// A value nobody has said, or a ratio over nothing.
    public let dash: DisplayText
    /// Before a length of time that may be longer.
    public let atLeast: DisplayText
    /// A difference of times.
    public let delta: DisplayText
    /// An anomaly.
    public let warn: DisplayText
    /// A marked row.
    public let mark: DisplayText
    /// A line across.
    public let horizontal: DisplayText
    /// A line down.
    public let vertical: DisplayText
    /// A line across or down for what rings.
    public let dottedVertical: DisplayText
    /// The same across.
    public let dottedHorizontal: DisplayText
    /// A line down for what talks.
    public let heavyVertical: DisplayText
    /// The same across.
    public let heavyHorizontal: DisplayText
    /// Two lines crossing.
    public let cross: DisplayText
    /// The upper left corner of a frame.
    public let topLeft: DisplayText
    /// The upper right corner of a frame.
    public let topRight: DisplayText
    /// The lower left corner of a frame.
    public let bottomLeft: DisplayText
    /// The lower right corner of a frame.
    public let bottomRight: DisplayText
    /// Eight levels of a small chart, the lowest first, 1 column each.
    public let levels: [DisplayText]

    /// As Unicode has them.
    public static let unicode = Glyphs { unicode, _ in unicode }
    /// In ASCII alone.
    public static let ascii = Glyphs { _, ascii in ascii }

    /// Either set.
    public static func set(ascii isASCII: Bool) -> Glyphs {
        isASCII ? .ascii : .unicode
    }

    private init(_ pick: (_ unicode: DisplayText, _ ascii: DisplayText) -> DisplayText) {
        branch = pick("├─", "|-")
        lastBranch = pick("└─", "`-")
        trunk = pick("│ ", "| ")
        tee = pick("├", "|")
        corner = pick("└", "`")
        expanded = pick("▾", "v")
        collapsed = pick("▸", ">")
        arrow = pick("→", ">")
        backArrow = pick("←", "<")
        ascending = pick("▲", "^")
        descending = pick("▼", "v")
        bullet = pick("●", "*")
        ring = pick("○", "o")
        middleDot = pick("·", "|")
        ellipsis = pick("…", "~")
        dash = pick("–", "-")
        atLeast = pick("≥", ">")
        delta = pick("Δ", "d")
        warn = pick("!", "!")
        mark = pick("*", "*")
        horizontal = pick("─", "-")
        vertical = pick("│", "|")
        dottedVertical = pick("┊", ":")
        dottedHorizontal = pick("┄", ".")
        heavyVertical = pick("┃", "#")
        heavyHorizontal = pick("━", "=")
        cross = pick("┼", "+")
        topLeft = pick("┌", "+")
        topRight = pick("┐", "+")
        bottomLeft = pick("└", "+")
        bottomRight = pick("┘", "+")
        levels = [
            pick("▁", "_"), pick("▂", "."), pick("▃", "-"), pick("▄", "~"),
            pick("▅", "="), pick("▆", "+"), pick("▇", "*"), pick("█", "#"),
        ]
    }

    /// The newest `width` values as a chart, the last one at the right; as wide as asked, with blanks before the
    /// first value.
    ///
    /// Nothing (and less) is the lowest level, the greatest value shown the highest, and whatever is not nothing
    /// stands out from it.
    public func sparkline(_ values: [Int], width: Int) -> DisplayText {
        guard width > 0, let lowest = levels.first else { return .empty }
        let shown = values.suffix(width)
        let top = max(1, shown.max() ?? 1)
        let bars = shown.map { value -> DisplayText in
            guard value > 0 else { return lowest }
            // In floating point, for counts may be great.
            let level = (Double(value) / Double(top) * Double(levels.count - 1)).rounded(.up)
            return levels[max(1, min(levels.count - 1, Int(level)))]
        }
        return bars.joined().padded(to: width, alignment: .right)
    }
}
