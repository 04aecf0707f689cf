package import CCSEvents

/// Writes JSON straight into bytes, with strings just as they came.
package struct JSONWriter {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []
    /// Whether ``number(_:_:)`` masks.
    let masksNumbers: Bool
    private var needsComma = false

    /// An empty text.
    package init(masksNumbers: Bool = false) {
        self.masksNumbers = masksNumbers
    }

    /// The key of the value that comes next, which then has none of its own.
    package mutating func key(_ name: String) {
        start(nil)
        quote(name.utf8)
        bytes.append(0x3A)
        needsComma = false
    }

    /// An object.
    package mutating func object(_ key: StaticString? = nil, _ body: (inout JSONWriter) -> Void) {
        nest(key, 0x7B, 0x7D, body)
    }

    /// A list.
    package mutating func array(_ key: StaticString? = nil, _ body: (inout JSONWriter) -> Void) {
        nest(key, 0x5B, 0x5D, body)
    }

    /// A whole number; no value is `null`.
    package mutating func integer(_ key: StaticString?, _ value: Int64?) {
        start(key)
        bytes.append(contentsOf: (value.map { String($0) } ?? "null").utf8)
    }

    /// A whole number.
    package mutating func integer(_ key: StaticString?, _ value: Int) { integer(key, Int64(value)) }

    /// Yes or no.
    package mutating func bool(_ key: StaticString?, _ value: Bool) {
        start(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// A measure; what is no finite number is `null`.
    package mutating func number(_ key: StaticString?, _ value: Double) {
        start(key)
        bytes.append(contentsOf: (value.isFinite ? String(value) : "null").utf8)
    }

    /// Nothing is known.
    package mutating func null(_ key: StaticString?) {
        start(key)
        bytes.append(contentsOf: "null".utf8)
    }

    /// A string; no value is `null`.
    package mutating func text(_ key: StaticString?, _ value: FeedText) {
        start(key)
        if value.isEmpty { bytes.append(contentsOf: "null".utf8) } else { quote(value.bytes) }
    }

    /// A text that is a telephone number, or may have one in it.
    mutating func number(_ key: StaticString?, _ value: FeedText) {
        guard masksNumbers, !value.isEmpty else { return text(key, value) }
        string(key, NumberMask.masked(value.string))
    }

    /// A string.
    package mutating func string(_ key: StaticString?, _ value: String) {
        start(key)
        quote(value.utf8)
    }

    private mutating func nest(
        _ key: StaticString?, _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void
    ) {
        start(key)
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func start(_ key: StaticString?) {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
        guard let key else { return }
        quote(UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        bytes.append(0x3A)
    }

    private mutating func quote(_ text: some Collection<UInt8>) {
        bytes.append(0x22)
        // Mostly all of it is plain ASCII, and stands as it is.
        if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
            bytes.append(contentsOf: text)
        } else {
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { append(scalar) }
        }
        bytes.append(0x22)
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "\\":
            bytes.append(0x5C)
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        default:
            // JSON would allow most controls, but a terminal that the output goes to may act on them.
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { escape(unit) }
            default:
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private mutating func escape(_ unit: UInt16) {
        bytes.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] { bytes.append(Self.hex[Int(unit >> UInt16(shift)) & 15]) }
    }

    private static let hex = Array("0123456789abcdef".utf8)
}
