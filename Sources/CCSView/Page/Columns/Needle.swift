import CCSEvents

/// What a search looks for. Upper and lower case are alike.
struct Needle {
    /// Whether a number, a length of time or a time could have it in it.
    let mayBeNumeric: Bool
    /// Whether there is nothing to look for.
    var isEmpty: Bool { lowered.isEmpty }

    /// Whether it could begin in one of several texts that are joined, and end in the next: these have a blank between them.
    var hasBlank: Bool { lowered.contains(0x20) }

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
        guard isASCII else {
            return Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8).withUnsafeBytes {
                Self.has($0, lowered)
            }
        }
        return Self.has(bytes, lowered)
    }

    /// Whether it has only characters of some.
    func isMadeOf(_ alphabet: String) -> Bool {
        let alphabet = alphabet.lowercased()
        return String(decoding: lowered, as: UTF8.self).allSatisfy { alphabet.contains($0) }
    }

    private static func has(_ bytes: UnsafeRawBufferPointer, _ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        guard bytes.count >= needle.count else { return false }
        for start in 0...(bytes.count - needle.count) where low(bytes[start]) == first {
            var same = 1
            while same < needle.count, low(bytes[start + same]) == needle[same] { same += 1 }
            if same == needle.count { return true }
        }
        return false
    }

    private static func low(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
