import CCSEvents

/// Writes JSON straight into bytes, with strings just as they came.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func object(_ key: StaticString? = nil, _ body: (inout JSONWriter) -> Void) {
        nest(key, 0x7B, 0x7D, body)
    }

    mutating func array(_ key: StaticString? = nil, _ body: (inout JSONWriter) -> Void) {
        nest(key, 0x5B, 0x5D, body)
    }

    mutating func integer(_ key: StaticString?, _ value: Int64?) {
        start(key)
        bytes.append(contentsOf: (value.map { String($0) } ?? "null").utf8)
    }

    mutating func integer(_ key: StaticString?, _ value: Int) { integer(key, Int64(value)) }

    mutating func bool(_ key: StaticString, _ value: Bool) {
        start(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// A string; no value is `null`.
    mutating func text(_ key: StaticString?, _ value: FeedText) {
        start(key)
        if value.isEmpty { bytes.append(contentsOf: "null".utf8) } else { quote(value.bytes) }
    }

    mutating func string(_ key: StaticString?, _ value: String) {
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

    private mutating func quote(_ text: some Sequence<UInt8>) {
        bytes.append(0x22)
        for byte in text {
            switch byte {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(byte)
            case 0..<0x20, 0x7F:
                // DEL is allowed in JSON, but a terminal that the output goes to may act on it.
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Self.hex[Int(byte >> 4)])
                bytes.append(Self.hex[Int(byte & 15)])
            default:
                bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    private static let hex = Array("0123456789abcdef".utf8)
}
