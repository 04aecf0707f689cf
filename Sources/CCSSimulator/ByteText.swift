/// Writes text as bytes, so that a line needs no `String`.
extension [UInt8] {
    @inline(__always)
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    @inline(__always)
    mutating func append(_ bytes: [UInt8], from start: Int32, to end: Int32) {
        bytes.withUnsafeBufferPointer { append(contentsOf: UnsafeBufferPointer(rebasing: $0[Int(start)..<Int(end)])) }
    }

    /// Appends a decimal number, padded with leading zeros to `digits` digits.
    mutating func append(decimal value: Int64, digits: Int = 1) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { scratch in
            var place = 20
            while rest > 0 || (place > 0 && 20 - place < digits) {
                place -= 1
                scratch[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: scratch[place..<20]))
        }
    }

    mutating func append(hexadecimal value: UInt64, digits: Int) {
        for place in stride(from: (digits - 1) * 4, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: (value >> UInt64(place)) & 15)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    /// Appends `text` as the content of a JSON string.
    mutating func append(escaping text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(byte)
            case 0..<0x20:
                append("\\u")
                append(hexadecimal: UInt64(byte), digits: 4)
            default:
                append(byte)
            }
        }
    }
}
