import CCSFeed

extension FeedChunk {
    /// A chunk of this text.
    init(_ text: String, source: Int = 0) {
        self.init(source: source, bytes: Array(text.utf8))
    }

    init(source: Int = 0, bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { FeedChunk(source: source, copying: $0, arrivedAt: 0) }
    }
}

/// Lines with consecutive numbers, so that a loss or a swap is detected.
func countedLines(bytes wanted: Int) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(wanted + 32)
    var number = 0
    while out.count < wanted {
        out += "line \(number)\n".utf8
        number += 1
    }
    return out
}
