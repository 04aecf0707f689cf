/// Telephone numbers with all but their last four digits hidden: `+*******4567`.
///
/// A number is a run of digits with what people write between them (blanks, dashes, dots, slashes, brackets); one of four digits
/// or fewer stays as it is, since it is an extension. It errs on the safe side: a date, an address or two numbers that only a
/// blank parts are taken for one number. Bytes are replaced one by one, so lengths in bytes stay.
public enum NumberMask {
    /// Digits that stay.
    public static let shown = 4

    /// A text masked.
    public static func masked(_ text: String) -> String {
        var bytes = Array(text.utf8)
        bytes.withUnsafeMutableBytes { mask($0[...], isJSON: false) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Masks bytes of UTF-8 in place. In the inside of a JSON string an escape is a character, and its digits are none.
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

    /// Masks a line of JSON: names, strings and numbers at any depth. Inside the event's `data` the values of `kept` members stay.
    /// Outside of it the values of class, type, domain, `eventts` and `qid` stay. An integer that is masked becomes a
    /// string, as which it means the same to a field. Any other number becomes `null`, since no field takes it. The line must be
    /// written without blanks, and its strings without needless escapes; it is changed. The result lies in `room`, which is made
    /// larger where it has to be.
    static func maskLine(
        _ line: UnsafeMutableRawBufferPointer, keeping kept: [[UInt8]], into room: inout UnsafeMutableRawBufferPointer
    ) -> UnsafeRawBufferPointer {
        // Two quotes for every five digits are the most that is added.
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
        // What the name before a value says of it; a value without a name is masked.
        var (isKept, isData) = (false, false)
        // For each object or list that is open, whether it lies in `data`.
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
                // An id is a text or a number: what lies deeper has names of its own, or none.
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

    /// Writes what stands for a number of too many digits; its length.
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
