/// Hides all digits of telephone numbers except the last four: `+*******4567`.
///
/// A number is a run of digits with the characters that people write in between (blanks, dashes, dots, slashes, brackets). A
/// number of four digits or fewer is an extension and stays. Masking rather hides too much: a date, an address, or two
/// numbers with only a blank between them count as one number. It replaces byte by byte, so the length in bytes stays.
public enum NumberMask {
    /// The number of digits that stay.
    public static let shown = 4

    /// Masks all numbers in a text.
    public static func masked(_ text: String) -> String {
        var bytes = Array(text.utf8)
        bytes.withUnsafeMutableBytes { mask($0[...], isJSON: false) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Masks UTF-8 bytes in place. In a JSON string, an escape is one character, and its digits do not count.
    static func mask(_ bytes: Slice<UnsafeMutableRawBufferPointer>, isJSON: Bool) {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let first = MaskPiece(bytes, at, isJSON: isJSON)
            guard first.kind == .digit else {
                at += first.length
                continue
            }
            var digits = 0
            var end = at
            while end < bytes.endIndex {
                let piece = MaskPiece(bytes, end, isJSON: isJSON)
                guard piece.kind != .other else { break }
                if piece.kind == .digit { digits += 1 }
                end += piece.length
            }
            var hidden = digits - shown
            while at < end {
                let piece = MaskPiece(bytes, at, isJSON: isJSON)
                if piece.kind == .digit, hidden > 0 {
                    for place in at..<(at + piece.length) { bytes.base[place] = 0x2A }
                    hidden -= 1
                }
                at += piece.length
            }
        }
    }

    /// Masks a line of JSON: names, strings and numbers at any depth. The values of `kept` members of the event's `data`
    /// stay, and outside `data` the values of class, type, domain, `eventts` and `qid`.
    ///
    /// A masked integer becomes a string, which has the same meaning to a field. Any other number becomes `null`, because no
    /// field takes it. The line must have no blanks between tokens, and no unnecessary escapes in strings. It is changed.
    /// The result is in `room`, which grows if necessary.
    static func maskLine(
        _ line: UnsafeMutableRawBufferPointer, keeping kept: [[UInt8]], into room: inout UnsafeMutableRawBufferPointer
    ) -> UnsafeRawBufferPointer {
        // The output grows most for five digits, which get two quotes.
        if room.count < line.count * 2 {
            room.deallocate()
            room = .allocate(byteCount: line.count * 2, alignment: 1)
        }
        var written = 0
        var copied = 0
        func copy(to end: Int) {
            room[written...].copyBytes(from: line[copied..<end])
            written += end - copied
            copied = end
        }
        var at = 0
        var isInData = false
        // Set by the name before a value. A value without a name is masked.
        var (isKept, isData) = (false, false)
        // For each open object or list, whether it is inside `data`.
        var outer: [Bool] = []
        while at < line.count {
            switch line[at] {
            case 0x22:
                let end = endOfString(line, from: at)
                let inside = (at + 1)..<max(at + 1, end - 1)
                if end < line.count, line[end] == 0x3A {
                    isKept = (isInData ? kept : toldBy).contains { $0.elementsEqual(line[inside]) }
                    isData = dataName.elementsEqual(line[inside])
                    mask(line[inside], isJSON: true)
                } else {
                    if !isKept { mask(line[inside], isJSON: true) }
                    (isKept, isData) = (false, false)
                }
                at = end
            case 0x7B, 0x5B:
                outer.append(isInData)
                if line[at] == 0x7B, isData { isInData = true }
                // An id is a text or a number. Values nested deeper have their own names, or none.
                (isKept, isData) = (false, false)
                at += 1
            case 0x7D, 0x5D:
                isInData = outer.popLast() ?? false
                at += 1
            case 0x2D, 0x30...0x39:
                var end = at
                while end < line.count, isPartOfNumber(line[end]) { end += 1 }
                if !isKept, line[at..<end].count(where: isDigit) > shown {
                    copy(to: at)
                    written += mask(number: line[at..<end], into: room[written...])
                    copied = end
                }
                (isKept, isData) = (false, false)
                at = end
            default:
                at += 1
            }
        }
        copy(to: line.count)
        return UnsafeRawBufferPointer(rebasing: room[..<written])
    }

    /// Writes the replacement for a number with too many digits. Returns its length.
    private static func mask(
        number: Slice<UnsafeMutableRawBufferPointer>, into room: Slice<UnsafeMutableRawBufferPointer>
    ) -> Int {
        mask(number, isJSON: true)
        let isInteger = number.allSatisfy { isDigit($0) || $0 == 0x2A || $0 == 0x2D }
        let text = isInteger ? [0x22] + Array(number) + [0x22] : Array("null".utf8)
        UnsafeMutableRawBufferPointer(rebasing: room).copyBytes(from: text)
        return text.count
    }

    private static let dataName = Array("data".utf8)
    private static let toldBy = ["class", "type", "domain", "eventts", "qid"].map { Array($0.utf8) }

    private static func endOfString(_ line: UnsafeMutableRawBufferPointer, from start: Int) -> Int {
        var at = start + 1
        while at < line.count, line[at] != 0x22 { at += line[at] == 0x5C ? 2 : 1 }
        return min(at + 1, line.count)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }
}
