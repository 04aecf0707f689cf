/// Sanitises foreign text scalar by scalar.
///
/// The result is a sequence of glyphs, each a scalar of width 1 or 2 with at most ``mostMarks`` non-spacing marks. So its
/// width is the same in `wcwidth`, in ncurses and, as far as possible, in every terminal:
///
/// - Controls become control pictures. Bidirectional, invisible, private and unassigned scalars become `U+FFFD`.
/// - A joiner between emoji is removed, and so are skin tones. Terminals disagree whether such a sequence is one picture of
///   2 columns or several, but not about the single pictures.
/// - A flag becomes its two letters. Terminals show a pair of regional indicators as 2 columns but a single one as 1 or 2,
///   and an ncurses cell cannot hold a pair. Letters are 2 columns everywhere and name the same country.
/// - Variation selectors after a base are removed, for the same reason.
/// - Conjoining Hangul becomes syllables. Jamo that do not conjoin are replaced.
struct Sanitizer {
    /// The limit of marks on one glyph: an ncurses cell holds five scalars.
    static let mostMarks = 4

    /// The sanitised text so far.
    private(set) var text = ""
    /// Its width in columns.
    private(set) var width = 0

    /// The limit of glyphs, including the ellipsis.
    private let limit: Int
    private var glyphs = 0
    /// Bytes and columns of the text without its last allowed glyph, where an ellipsis would go.
    private var cut = (bytes: 0, width: 0)
    /// The last kept scalar; 0 at the beginning.
    private var last: UInt32 = 0
    private var marks = 0
    private var afterSelector = true
    /// Whether a joiner was removed and its second emoji may follow.
    private var joining = false

    init(limit: Int) {
        self.limit = limit
    }

    /// Sanitises as much of `source` as the limit allows.
    static func sanitize(_ source: String, limit: Int) -> (text: String, width: Int) {
        var sanitizer = Sanitizer(limit: limit)
        sanitizer.text.reserveCapacity(min(source.utf8.count, 256))
        for scalar in source.unicodeScalars where !sanitizer.take(scalar) {
            return (sanitizer.text, sanitizer.width)
        }
        if sanitizer.joining { _ = sanitizer.base(Self.replacement, width: 1) }
        return (sanitizer.text, sanitizer.width)
    }

    /// The replacement for a character that cannot be shown.
    private static let replacement: Unicode.Scalar = "\u{FFFD}"

    /// Takes one scalar. Returns false once the limit is exceeded.
    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        let kind = CharacterWidth.kind(of: value)
        if joining, value != 0x200D {
            if !Self.isEmoji(value) || (kind != .wide && kind != .narrow) {
                joining = false
                guard base(Self.replacement, width: 1) else { return false }
            }
        }
        switch kind {
        case .narrow: return base(scalar, width: 1)
        case .wide: return base(scalar, width: 2)
        case .replaced: return base(Self.picture(of: value), width: 1)
        case .mark: return mark(scalar)
        case .special: return special(value)
        case .selector:
            if afterSelector { return base(Self.replacement, width: 1) }
            afterSelector = true
            return true
        }
    }

    /// Adds a scalar that starts a glyph.
    private mutating func base(_ scalar: Unicode.Scalar, width columns: Int) -> Bool {
        if glyphs >= limit {
            let end = text.utf8.index(text.utf8.startIndex, offsetBy: cut.bytes)
            text.removeSubrange(end...)
            width = cut.width
            if limit > 0 {
                text.unicodeScalars.append("…")
                width += 1
            }
            joining = false
            return false
        }
        if glyphs == limit - 1 { cut = (text.utf8.count, width) }
        text.unicodeScalars.append(scalar)
        width += columns
        glyphs += 1
        last = scalar.value
        marks = 0
        afterSelector = false
        joining = false
        return true
    }

    /// Adds a scalar to the glyph before it, if there is one that has room for another mark.
    private mutating func mark(_ scalar: Unicode.Scalar) -> Bool {
        guard glyphs > 0 else { return base(Self.replacement, width: 1) }
        guard marks < Self.mostMarks else { return true }
        marks += 1
        text.unicodeScalars.append(scalar)
        last = scalar.value
        afterSelector = false
        return true
    }

    /// Adds a scalar whose meaning depends on the one before it.
    private mutating func special(_ value: UInt32) -> Bool {
        switch value {
        case 0x200D where Self.isEmoji(last) && !joining:
            joining = true
            return true
        case 0x1F3FB...0x1F3FF where Self.isEmoji(last):
            return true
        case 0x1F1E6...0x1F1FF:
            return base(Unicode.Scalar(UInt8(0x41 + value - 0x1F1E6)), width: 1)
        default:
            guard let syllable = Self.syllable(last, value) else { return base(Self.replacement, width: 1) }
            text.unicodeScalars.removeLast()
            text.unicodeScalars.append(syllable)
            last = syllable.value
            return true
        }
    }

    /// A control's picture, or the replacement character.
    private static func picture(of value: UInt32) -> Unicode.Scalar {
        switch value {
        case 0..<0x20: Unicode.Scalar(0x2400 + value) ?? replacement
        case 0x7F: "\u{2421}"
        default: replacement
        }
    }

    /// Whether joiners and skin tones apply to the scalar.
    private static func isEmoji(_ value: UInt32) -> Bool {
        // Unicode counts digits and a few signs as emoji too, for keycaps.
        guard value > 0x7F, let scalar = Unicode.Scalar(value) else { return false }
        return scalar.properties.isEmoji
    }

    /// The Hangul syllable of an initial and a vowel, or of a syllable and a final.
    ///
    /// Unicode, 3.12 "Conjoining Jamo Behavior".
    private static func syllable(_ first: UInt32, _ second: UInt32) -> Unicode.Scalar? {
        switch (first, second) {
        case (0x1100...0x1112, 0x1161...0x1175):
            Unicode.Scalar(0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28)
        case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (first - 0xAC00).isMultiple(of: 28):
            Unicode.Scalar(first + (second - 0x11A7))
        default: nil
        }
    }
}
