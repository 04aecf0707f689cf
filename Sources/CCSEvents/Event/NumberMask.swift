/// Telephone numbers with all but their last four digits hidden: `+*******4567`.
///
/// A number is a run of digits with what people write between them (blanks, dashes, dots, slashes, brackets); one of four digits
/// or fewer stays as it is, since it is an extension. Bytes are replaced one by one, so lengths stay.
public enum NumberMask {
    /// Digits that stay.
    public static let shown = 4

    /// A text masked.
    public static func masked(_ text: String) -> String {
        var bytes = Array(text.utf8)
        bytes.withUnsafeMutableBytes { mask($0[...]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Masks bytes in place.
    static func mask(_ bytes: Slice<UnsafeMutableRawBufferPointer>) {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard isDigit(bytes.base[at]) else {
                at += 1
                continue
            }
            var end = at
            var digits = 0
            var next = at
            while next < bytes.endIndex, isDigit(bytes.base[next]) || isSeparator(bytes.base[next]) {
                if isDigit(bytes.base[next]) {
                    digits += 1
                    end = next + 1
                }
                next += 1
            }
            var hidden = digits - shown
            while at < end, hidden > 0 {
                if isDigit(bytes.base[at]) {
                    bytes.base[at] = 0x2A
                    hidden -= 1
                }
                at += 1
            }
            at = end
        }
    }

    /// Masks the values of a line of JSON in place, those of `kept` members left out: strings and integers at any depth, but only
    /// in its `data`. The line must be written without blanks, and its strings without needless escapes.
    static func maskData(_ line: UnsafeMutableRawBufferPointer, keeping kept: [[UInt8]]) {
        var at = 0
        var depth = 0
        var dataDepth: Int?
        var key = 0..<0
        while at < line.count {
            switch line[at] {
            case 0x22:
                let end = endOfString(line, from: at)
                let inside = (at + 1)..<max(at + 1, end - 1)
                if end < line.count, line[end] == 0x3A {
                    key = inside
                } else if dataDepth != nil, !kept.contains(where: { $0.elementsEqual(line[key]) }) {
                    mask(line[inside])
                }
                at = end
            case 0x7B, 0x5B:
                if line[at] == 0x7B, dataDepth == nil, line[key].elementsEqual(dataName) { dataDepth = depth }
                depth += 1
                at += 1
            case 0x7D, 0x5D:
                depth -= 1
                if depth == dataDepth { dataDepth = nil }
                at += 1
            case 0x30...0x39:
                var end = at
                while end < line.count, isDigit(line[end]) { end += 1 }
                // An integer stays one: its digits become noughts, or the line were no JSON any more.
                if dataDepth != nil, end - at > shown, !kept.contains(where: { $0.elementsEqual(line[key]) }) {
                    for place in at..<(end - shown) { line[place] = place == at ? 0x39 : 0x30 }
                }
                at = end
            default:
                at += 1
            }
        }
    }

    private static let dataName = Array("data".utf8)

    private static func endOfString(_ line: UnsafeMutableRawBufferPointer, from start: Int) -> Int {
        var at = start + 1
        while at < line.count, line[at] != 0x22 { at += line[at] == 0x5C ? 2 : 1 }
        return min(at + 1, line.count)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x28, 0x29, 0x2D, 0x2E, 0x2F: true
        default: false
        }
    }
}
