/// Finds its way in a line of JSON that this program wrote, or something that only looks like it: whatever it is, it reads on or
/// says that it cannot.
///
/// It does not check that the line is JSON; events in it are checked where they are decoded.
struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// What has not been read.
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[at...]) }

    /// Reads these bytes, if they come next.
    mutating func take(_ text: StaticString) -> Bool {
        let wanted = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard rest.starts(with: wanted) else { return false }
        at += wanted.count
        return true
    }

    /// Calls `body` with each member of an object: its name, and a scanner of its value. False where there is no such object, or
    /// `body` said so.
    mutating func members(_ body: (String, inout JSONScanner) -> Bool) -> Bool {
        guard takeByte(0x7B) else { return false }
        if takeByte(0x7D) { return true }
        repeat {
            guard let name = string(), takeByte(0x3A), let value = value() else { return false }
            var scanner = JSONScanner(value)
            guard body(name, &scanner) else { return false }
        } while takeByte(0x2C)
        return takeByte(0x7D)
    }

    /// The strings of a list.
    mutating func strings() -> [String]? {
        guard takeByte(0x5B) else { return nil }
        if takeByte(0x5D) { return [] }
        var found: [String] = []
        repeat {
            guard let text = string() else { return nil }
            found.append(text)
        } while takeByte(0x2C)
        return takeByte(0x5D) ? found : nil
    }

    /// An integer of up to 18 digits.
    mutating func integer() -> Int64? {
        skipBlanks()
        let isNegative = at < bytes.count && bytes[at] == 0x2D
        if isNegative { at += 1 }
        var value: Int64 = 0
        let start = at
        while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39, at - start < 18 {
            value = value * 10 + Int64(bytes[at] - 0x30)
            at += 1
        }
        return at > start ? (isNegative ? -value : value) : nil
    }

    /// An integer, brought within these; nil where there is none.
    mutating func integer(_ bounds: ClosedRange<Int64>) -> Int64? {
        integer().map { min(max($0, bounds.lowerBound), bounds.upperBound) }
    }

    /// A time; nil for one that no feed can have.
    mutating func moment() -> Int64? { integer().flatMap { Moment.possible.contains($0) ? $0 : nil } }

    mutating func bool() -> Bool? {
        skipBlanks()
        if take("true") { return true }
        return take("false") ? false : nil
    }

    /// A string, or nil where there is none.
    mutating func string() -> String? {
        skipBlanks()
        guard at < bytes.count, bytes[at] == 0x22 else { return nil }
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != 0x22, bytes[at] != 0x5C { at += 1 }
        guard at < bytes.count else { return nil }
        if bytes[at] == 0x22 {
            at += 1
            return String(decoding: bytes[start..<(at - 1)], as: UTF8.self)
        }
        at = start
        return escapedString()
    }

    /// A value, whatever it is, as it stands there.
    mutating func value() -> UnsafeRawBufferPointer? {
        skipBlanks()
        let start = at
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case 0x22:
                at += 1
                while at < bytes.count, bytes[at] != 0x22 { at += bytes[at] == 0x5C ? 2 : 1 }
                at = min(at, bytes.count - 1)
            case 0x7B, 0x5B: depth += 1
            case 0x7D, 0x5D:
                if depth == 0 { return at > start ? UnsafeRawBufferPointer(rebasing: bytes[start..<at]) : nil }
                depth -= 1
            case 0x2C:
                if depth == 0 { return at > start ? UnsafeRawBufferPointer(rebasing: bytes[start..<at]) : nil }
            default: break
            }
            at += 1
        }
        return nil
    }

    private mutating func takeByte(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func skipBlanks() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
    }

    private mutating func escapedString() -> String? {
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case 0x22: return String(decoding: text, as: UTF8.self)
            case 0x5C:
                guard at < bytes.count else { return nil }
                let kind = bytes[at]
                at += 1
                switch kind {
                case 0x75:
                    guard let scalar = escapedScalar() else { return nil }
                    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                case 0x6E: text.append(0x0A)
                case 0x74: text.append(0x09)
                case 0x72: text.append(0x0D)
                case 0x62: text.append(0x08)
                case 0x66: text.append(0x0C)
                default: text.append(kind)
                }
            default: text.append(byte)
            }
        }
        return nil
    }

    /// The four digits after `\u`, and those of a second half.
    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let first = hexUnit() else { return nil }
        guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        guard take("\\u"), let second = hexUnit(), second & 0xFC00 == 0xDC00 else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + UInt32(first & 0x3FF) << 10 + UInt32(second & 0x3FF))
    }

    private mutating func hexUnit() -> UInt16? {
        guard at + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[at..<(at + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        at += 4
        return unit
    }
}
