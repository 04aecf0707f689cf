import CCSEvents

/// What a search looks for. Upper and lower case are alike.
struct Needle {
    /// Whether a number, a length of time or a time could have it in it.
    let mayBeNumeric: Bool
    /// Whether there is nothing to look for.
    var isEmpty: Bool { lowered.isEmpty }

    private let lowered: [UInt8]
    private let isASCII: Bool

    init(_ text: String) {
        lowered = Array(text.lowercased().utf8)
        isASCII = lowered.allSatisfy { $0 < 0x80 }
        mayBeNumeric = lowered.allSatisfy { (0x2C...0x3A).contains($0) || $0 == 0x20 || $0 == 0x64 }
    }

    /// Whether it stands in a text.
    func isIn(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isIn(UnsafeRawBufferPointer($0)) }
    }

    /// Whether it stands in a text of the feed.
    func isIn(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // Letters beyond ASCII have no case that one byte could tell.
        guard isASCII else { return Self.has(Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8), lowered) }
        return Self.has(bytes, lowered)
    }

    private static func has(_ bytes: some RandomAccessCollection<UInt8>, _ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        guard bytes.count >= needle.count else { return false }
        var at = bytes.startIndex
        let end = bytes.index(bytes.endIndex, offsetBy: 1 - needle.count)
        while at < end {
            if low(bytes[at]) == first, zip(bytes[at...], needle).allSatisfy({ low($0) == $1 }) { return true }
            bytes.formIndex(after: &at)
        }
        return false
    }

    private static func low(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
