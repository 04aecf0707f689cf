/// Text that is safe to show: the only kind a screen takes.
///
/// Names and numbers come from the public telephone network, so there is no way to make one of these around the
/// sanitiser: controls, line separators, bidirectional and invisible characters, invalid UTF-8, towers of combining
/// marks and whatever terminals disagree about become visible replacements of known width. Sanitising what is
/// sanitised changes nothing. Text of right-to-left scripts keeps its logical order.
public struct DisplayText: Sendable, Hashable, CustomStringConvertible {
    /// The sanitised text.
    public let string: String
    /// Columns it takes on a terminal.
    public let width: Int

    /// Trusts `string` to be made of sanitised glyphs, `width` columns in all.
    init(trusted string: String, width: Int) {
        self.string = string
        self.width = width
    }

    /// Makes any text safe.
    public init(sanitizing text: String) {
        self.init(sanitizing: text, limit: .max)
    }

    /// Makes any text safe and keeps at most `limit` glyphs of it, the last one an ellipsis if it had more.
    public init(sanitizing text: String, limit: Int) {
        if let size = Self.sizeIfClean(text), size.glyphs <= limit {
            self.init(trusted: text, width: size.width)
        } else {
            let clean = Sanitizer.sanitize(text, limit: limit)
            self.init(trusted: clean.text, width: clean.width)
        }
    }

    /// Makes bytes that ought to be UTF-8 safe; what is not becomes `U+FFFD` by maximal subparts.
    public init(sanitizing utf8: UnsafeRawBufferPointer) {
        self.init(sanitizing: String(decoding: utf8, as: UTF8.self))
    }

    /// No text.
    public static let empty = DisplayText(trusted: "", width: 0)

    /// So many blanks; none for a negative count.
    public static func spaces(_ count: Int) -> DisplayText {
        count > 0 ? DisplayText(trusted: String(repeating: " ", count: count), width: count) : .empty
    }

    /// Whether there is nothing to show.
    public var isEmpty: Bool { width == 0 }

    /// The sanitised text.
    public var description: String { string }

    /// Whether a byte is a character; no other scalar is as many columns wide as it has bytes.
    var isASCII: Bool { string.utf8.count == width }

    /// One text after the other.
    public static func + (left: DisplayText, right: DisplayText) -> DisplayText {
        if left.isEmpty { return right }
        if right.isEmpty { return left }
        return DisplayText(trusted: left.string + right.string, width: left.width + right.width)
    }

    /// Appends a text.
    public static func += (left: inout DisplayText, right: DisplayText) {
        left = left + right
    }

    /// The glyphs and columns of a text that is safe as it is, as most are; nil for all others, and for marks.
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
    /// The program's own text; sanitised like any other, so that interpolated values are safe too.
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
