internal import Glibc

/// Cuts what a FreeSWITCH sends into frames: header lines, an empty line, and a body as long as the header says.
struct ESLFramer {
    /// A frame. The bytes are valid during the call.
    struct Frame {
        /// The type of the body: `text/event-plain`, `api/response` and others.
        let type: String
        let header: UnsafeRawBufferPointer
        let body: UnsafeRawBufferPointer
    }

    /// A piece of the input.
    enum Piece {
        case frame(Frame)
        /// A frame that was too long to be held.
        case oversized
    }

    /// The longest header, in bytes.
    static let longestHeader = 1 << 16
    /// The longest body of an event, in bytes.
    static let longestBody = 1 << 20
    /// The longest answer, in bytes: a picture of all channels.
    static let longestAnswer = 64 << 20

    private var held: [UInt8] = []
    /// Bytes of a body that are still to be skipped.
    private var toSkip = 0
    /// Whether the rest of a header is to be skipped.
    private var isSkippingHeader = false
    /// Up to where `held` was searched for the end of a header.
    private var searched = 0
    /// Empty lines between frames, which are not needed.
    private(set) var faults = 0

    /// Takes bytes, and hands out the frames that they complete.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ body: (Piece) -> Void) {
        if held.isEmpty {
            let used = cut(bytes, body)
            held.append(contentsOf: bytes[used...])
        } else {
            var room: [UInt8] = []
            swap(&room, &held)
            room.append(contentsOf: bytes)
            let used = room.withUnsafeBytes { cut($0, body) }
            room.removeFirst(used)
            swap(&room, &held)
        }
    }

    /// The end: what is incomplete is no frame.
    mutating func finish(_ body: (Piece) -> Void) {
        let isTorn = toSkip > 0 || isSkippingHeader || held.contains { $0 != 0x0A && $0 != 0x0D }
        self = ESLFramer()
        if isTorn { body(.oversized) }
    }

    /// Hands out the complete frames; returns the bytes that are done with.
    private mutating func cut(_ bytes: UnsafeRawBufferPointer, _ body: (Piece) -> Void) -> Int {
        var start = 0
        while start < bytes.count {
            if toSkip > 0 {
                let skipped = min(toSkip, bytes.count - start)
                (toSkip, start) = (toSkip - skipped, start + skipped)
                if toSkip == 0 { body(.oversized) }
                continue
            }
            // Empty lines between frames.
            if !isSkippingHeader, searched == 0, bytes[start] == 0x0A || bytes[start] == 0x0D {
                if bytes[start] == 0x0A { faults += 1 }
                start += 1
                continue
            }
            guard let end = headerEnd(bytes, start) else {
                searched = max(0, bytes.count - start - 2)
                if bytes.count - start > Self.longestHeader {
                    isSkippingHeader = true
                    searched = 0
                    return bytes.count - 2
                }
                return start
            }
            searched = 0
            if isSkippingHeader {
                isSkippingHeader = false
                start = end.next
                body(.oversized)
                continue
            }
            let header = UnsafeRawBufferPointer(rebasing: bytes[start..<end.end])
            let (type, length) = Self.read(header)
            let longest = type == "api/response" ? Self.longestAnswer : Self.longestBody
            guard length <= longest else {
                (start, toSkip) = (end.next, length)
                continue
            }
            guard bytes.count - end.next >= length else {
                // Where the header ends is found again at once.
                searched = max(0, end.end - start - 2)
                return start
            }
            let place = end.next..<(end.next + length)
            body(.frame(Frame(type: type, header: header, body: UnsafeRawBufferPointer(rebasing: bytes[place]))))
            start = place.upperBound
        }
        return start
    }

    /// Where a header ends, and where the body begins.
    private func headerEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> (end: Int, next: Int)? {
        guard let base = bytes.baseAddress else { return nil }
        var position = min(bytes.count, start + searched)
        while position < bytes.count, let found = memchr(base + position, 0x0A, bytes.count - position) {
            let newline = UnsafeRawPointer(found) - base
            var next = newline + 1
            if next < bytes.count, bytes[next] == 0x0D { next += 1 }
            if next < bytes.count, bytes[next] == 0x0A { return (newline, next + 1) }
            position = newline + 1
        }
        return nil
    }

    /// The text of a reply.
    static func reply(_ header: [UInt8]) -> String {
        header.withUnsafeBytes { header in
            var text = ""
            Lines.forEach(header) { start, colon, end in
                guard let colon, header[start..<colon].elementsEqual("Reply-Text".utf8) else { return }
                text = MessageText.string(header, min(colon + 2, end)..<end)
            }
            return text
        }
    }

    private static let keys = KeyTable(["Content-Type", "Content-Length"])

    private static func read(_ header: UnsafeRawBufferPointer) -> (type: String, length: Int) {
        var type = ""
        var length = 0
        Lines.forEach(header) { start, colon, end in
            guard let colon else { return }
            let key = keys.index(of: UnsafeRawBufferPointer(rebasing: header[start..<colon]))
            guard let key else { return }
            var first = colon + 1
            while first < end, header[first] == 0x20 { first += 1 }
            let text = MessageText.string(header, first..<end)
            if key == 0 { type = text } else { length = max(0, Int(text) ?? 0) }
        }
        return (type, length)
    }
}
