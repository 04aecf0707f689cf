/// Walks over the members of JSON objects, and makes no values of them.
///
/// It is lenient: on bad JSON it stops. It does not recurse, so nothing can be nested too deep for it.
struct JSONWalk {
    let bytes: UnsafeRawBufferPointer
    private(set) var position: Int

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) { (self.bytes, self.position) = (bytes, position) }

    /// Calls `body` for each member of the object at this place. The value of a string is without its quotes.
    mutating func members(_ body: (_ key: Range<Int>, _ value: Range<Int>) -> Void) {
        guard skip(0x7B) else { return }
        while !skip(0x7D) {
            guard let key = string(), skip(0x3A), let value = value() else { return }
            body(key, value)
            guard skip(0x2C) else {
                _ = skip(0x7D)
                return
            }
        }
    }

    /// Calls `body` with where each element of the array at this place begins.
    mutating func elements(_ body: (_ start: Int) -> Void) {
        guard skip(0x5B) else { return }
        while !skip(0x5D) {
            skipSpace()
            let start = position
            guard value() != nil else { return }
            body(start)
            guard skip(0x2C) else { return }
        }
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    /// Skips one byte, if it is the next one.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func string() -> Range<Int>? {
        guard skip(0x22) else { return nil }
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case 0x22:
                position += 1
                return start..<(position - 1)
            case 0x5C: position += 2
            default: position += 1
            }
        }
        position = bytes.count
        return nil
    }

    private mutating func value() -> Range<Int>? {
        skipSpace()
        guard position < bytes.count else { return nil }
        if bytes[position] == 0x22 { return string() }
        let start = position
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case 0x22:
                if string() == nil { return nil }
                continue
            case 0x7B, 0x5B: depth += 1
            case 0x7D, 0x5D:
                if depth == 0 { return start..<position }
                depth -= 1
                if depth == 0 {
                    position += 1
                    return start..<position
                }
            case 0x2C: if depth == 0 { return start..<position }
            default: break
            }
            position += 1
        }
        return depth == 0 ? start..<position : nil
    }
}

extension MessageText {
    /// Undoes the escapes of JSON.
    static func jsonUnescaped(_ text: String) -> String {
        guard text.utf8.contains(0x5C) else { return text }
        var result = String.UnicodeScalarView()
        var rest = Array(text.unicodeScalars)[...]
        while let first = rest.popFirst() {
            guard first == "\\", let escape = rest.popFirst() else {
                result.append(first)
                continue
            }
            switch escape {
            case "n": result.append("\n")
            case "r": result.append("\r")
            case "t": result.append("\t")
            case "u":
                let code = UInt32(String(String.UnicodeScalarView(rest.prefix(4))), radix: 16)
                rest = rest.dropFirst(4)
                result.append(code.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")
            default: result.append(escape)
            }
        }
        return String(result)
    }

    /// Undoes the encoding of URLs.
    static func urlDecoded(_ text: String) -> String {
        guard text.utf8.contains(0x25) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            if bytes[place] == 0x25, place + 2 < bytes.count, let high = hex(bytes[place + 1]),
                let low = hex(bytes[place + 2])
            {
                result.append(high << 4 | low)
                place += 3
            } else {
                result.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
