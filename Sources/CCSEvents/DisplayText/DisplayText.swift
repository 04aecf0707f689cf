/// Text that is safe to show. A screen takes no other text.
///
/// Names and numbers come from the public telephone network, so only the sanitiser can make this type. It replaces controls,
/// line separators, bidirectional and invisible characters, invalid UTF-8 and long stacks of combining marks by visible
/// characters of known width. It also splits sequences that terminals show differently. Sanitised text stays the same when
/// sanitised again. Text of right-to-left scripts keeps its logical order.
public struct DisplayText: Sendable, Hashable, CustomStringConvertible {
    /// The sanitised text.
    public let string: String
    /// Columns it takes on a terminal.
    public let width: Int

    /// Trusts the caller: `string` must consist of sanitised glyphs, `width` columns in all.
    init(trusted string: String, width: Int) {
        self.string = string
        self.width = width
    }

    /// Sanitises any text.
    public init(sanitizing text: String) {
        self.init(sanitizing: text, limit: .max)
    }

    /// Sanitises any text, and keeps at most `limit` glyphs. If it has more, the last one is an ellipsis.
    public init(sanitizing text: String, limit: Int) {
        if let size = Self.sizeIfClean(text), size.glyphs <= limit {
            self.init(trusted: text, width: size.width)
        } else {
            let clean = Sanitizer.sanitize(text, limit: limit)
            self.init(trusted: clean.text, width: clean.width)
        }
    }

    /// Sanitises bytes as UTF-8. Each invalid sequence becomes `U+FFFD` (maximal subparts).
    public init(sanitizing utf8: UnsafeRawBufferPointer) {
        self.init(sanitizing: String(decoding: utf8, as: UTF8.self))
    }

    /// No text.
    public static let empty = DisplayText(trusted: "", width: 0)

    /// A text of this many blanks; empty for a negative count.
    public static func spaces(_ count: Int) -> DisplayText {
        count > 0 ? DisplayText(trusted: String(repeating: " ", count: count), width: count) : .empty
    }

    /// Whether the text has no columns.
    public var isEmpty: Bool { width == 0 }

    /// The sanitised text.
    public var description: String { string }

    /// Whether each byte is a character. No other scalar has as many columns as bytes.
    var isASCII: Bool { string.utf8.count == width }

    /// Joins two texts.
    public static func + (left: DisplayText, right: DisplayText) -> DisplayText {
        if left.isEmpty { return right }
        if right.isEmpty { return left }
        return DisplayText(trusted: left.string + right.string, width: left.width + right.width)
    }

    /// Appends a text.
    public static func += (left: inout DisplayText, right: DisplayText) {
        left = left + right
    }

    /// The glyphs and columns of a text that needs no change, as most texts do. Nil for all other texts, and for texts with
    /// marks.
    private static func sizeIfClean(_ text: String) -> (glyphs: Int, width: Int)? {
        let isASCII = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        }
        if isASCII == true { return (text.utf8.count, text.utf8.count) }
        var glyphs = 0
        var width = 0
        for scalar in text.unicodeScalars {
            switch CharacterWidth.kind(of: scalar.value) {
            case .narrow: width += 1
            case .wide: width += 2
            case .mark, .replaced, .selector, .special: return nil
            }
            glyphs += 1
        }
        return (glyphs, width)
    }
}

extension DisplayText: ExpressibleByStringInterpolation {
    /// Text of the program itself. It is sanitised too, because it may contain interpolated values.
    public init(stringLiteral text: String) {
        self.init(sanitizing: text)
    }
}

extension Sequence where Element == DisplayText {
    /// All texts in order with `separator` between them.
    public func joined(separator: DisplayText = .empty) -> DisplayText {
        var string = ""
        var width = 0
        var first = true
        for text in self {
            if !first {
                string += separator.string
                width += separator.width
            }
            first = false
            string += text.string
            width += text.width
        }
        return DisplayText(trusted: string, width: width)
    }
}
