internal import Glibc

/// Walks over the lines of a message.
enum Lines {
    /// Calls `body` with the start of each line, its first colon if there is one, and its end without line end.
    @inline(__always)
    static func forEach(_ bytes: UnsafeRawBufferPointer, _ body: (_ start: Int, _ colon: Int?, _ end: Int) -> Void) {
        guard let base = bytes.baseAddress else { return }
        var start = 0
        while start < bytes.count {
            let found = memchr(base + start, 0x0A, bytes.count - start)
            let newline = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
            var end = newline
            if end > start, bytes[end - 1] == 0x0D { end -= 1 }
            if end > start {
                let colon = memchr(base + start, 0x3A, end - start).map { UnsafeRawPointer($0) - base }
                body(start, colon, end)
            }
            start = newline + 1
        }
    }
}

/// Texts of messages.
enum MessageText {
    /// The longest id that is taken, in bytes: an id of ours may be some bytes longer.
    static let longestID = 480
    /// Where other values are cut, in bytes.
    static let longestValue = 512

    /// A value as text. Bytes that are not UTF-8 are replaced.
    static func string(_ bytes: UnsafeRawBufferPointer, _ place: Range<Int>) -> String {
        let end = min(place.upperBound, place.lowerBound + longestValue)
        return String(decoding: bytes[place.lowerBound..<end], as: UTF8.self)
    }

    /// Undoes the escapes of C.
    static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(0x5C) else { return text }
        var result = ""
        var isEscape = false
        for character in text.unicodeScalars {
            if isEscape {
                isEscape = false
                switch character {
                case "n": result.unicodeScalars.append("\n")
                case "r": result.unicodeScalars.append("\r")
                case "t": result.unicodeScalars.append("\t")
                default: result.unicodeScalars.append(character)
                }
            } else if character == "\\" {
                isEscape = true
            } else {
                result.unicodeScalars.append(character)
            }
        }
        if isEscape { result += "\\" }
        return result
    }
}
