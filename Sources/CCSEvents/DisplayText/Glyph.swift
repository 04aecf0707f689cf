/// One character on a screen, and the columns it takes.
public struct Glyph: Sendable, Hashable {
    /// A sanitised scalar and the marks on it.
    public let character: Character
    /// 1 or 2.
    public let width: Int
}

extension DisplayText {
    /// The glyphs from first to last.
    public var glyphs: Glyphs { Glyphs(text: self) }

    /// The glyphs of a text, computed during the iteration.
    public struct Glyphs: Sequence, Sendable {
        let text: DisplayText

        /// Starts at the first glyph.
        public func makeIterator() -> Iterator {
            Iterator(text)
        }

        /// A glyph has at most two columns.
        public var underestimatedCount: Int { (text.width + 1) / 2 }

        /// Iterates over glyphs.
        ///
        /// Graphemes of the standard library do not fit: they join characters that terminals keep apart (Indic conjuncts,
        /// spacing marks), and neighbouring cells must not change each other.
        public struct Iterator: IteratorProtocol {
            private let scalars: String.UnicodeScalarView
            private var index: String.Index
            /// For ASCII, which most text is, bytes are faster than scalars.
            private var bytes: String.UTF8View.Iterator?

            init(_ text: DisplayText) {
                scalars = text.string.unicodeScalars
                index = scalars.startIndex
                bytes = text.isASCII ? text.string.utf8.makeIterator() : nil
            }

            /// The next glyph, nil at the end.
            public mutating func next() -> Glyph? {
                if bytes != nil {
                    return bytes?.next().map { Glyph(character: Character(Unicode.Scalar($0)), width: 1) }
                }
                guard index < scalars.endIndex else { return nil }
                let start = index
                let scalar = scalars[start]
                scalars.formIndex(after: &index)
                let width = CharacterWidth.kind(of: scalar.value) == .wide ? 2 : 1
                var isSingle = true
                while index < scalars.endIndex, CharacterWidth.kind(of: scalars[index].value) == .mark {
                    scalars.formIndex(after: &index)
                    isSingle = false
                }
                let character = isSingle ? nil : Substring(scalars[start..<index]).first
                return Glyph(character: character ?? Character(scalar), width: width)
            }
        }
    }
}
