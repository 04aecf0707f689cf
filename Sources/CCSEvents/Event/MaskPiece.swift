/// A character of a text that may contain telephone numbers, as ``NumberMask`` classifies it.
struct MaskPiece {
    enum Kind {
        case digit
        /// A character that people write between the digits of a number.
        case separator
        case other
    }

    let kind: Kind
    /// The number of its bytes: at least one, and not beyond the end.
    let length: Int

    /// The piece at an index. A byte that is invalid in UTF-8 is a piece too.
    init(_ bytes: Slice<UnsafeMutableRawBufferPointer>, _ at: Int, isJSON: Bool) {
        let byte = bytes.base[at]
        switch byte {
        case 0x30...0x39: self.init(.digit, 1)
        case 0x5C where isJSON:
            // Escaped quotes, backslashes and controls stay as they are. A control may stand inside a number.
            let escape = at + 1 < bytes.endIndex ? bytes.base[at + 1] : 0
            let isControl = escape != 0x22 && escape != 0x5C
            self.init(isControl ? .separator : .other, min(escape == 0x75 ? 6 : 2, bytes.endIndex - at))
        case 0x00...0x1F, 0x20, 0x28, 0x29, 0x2A, 0x2D, 0x2E, 0x2F, 0x5B, 0x5D, 0x5F, 0x7F: self.init(.separator, 1)
        case 0x00...0x7F: self.init(.other, 1)
        default: self.init(scalarAt: at, in: bytes)
        }
    }

    private init(_ kind: Kind, _ length: Int) {
        self.kind = kind
        self.length = length
    }

    private init(scalarAt at: Int, in bytes: Slice<UnsafeMutableRawBufferPointer>) {
        let lead = bytes.base[at]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC2, at + length <= bytes.endIndex,
            ((at + 1)..<(at + length)).allSatisfy({ bytes.base[$0] & 0xC0 == 0x80 })
        else {
            self.init(.other, 1)
            return
        }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for place in (at + 1)..<(at + length) { value = value << 6 | UInt32(bytes.base[place] & 0x3F) }
        guard let properties = Unicode.Scalar(value)?.properties else {
            self.init(.other, 1)
            return
        }
        switch properties.generalCategory {
        case .decimalNumber: self.init(.digit, length)
        case .spaceSeparator, .dashPunctuation, .format, .control: self.init(.separator, length)
        default: self.init(.other, length)
        }
    }
}
