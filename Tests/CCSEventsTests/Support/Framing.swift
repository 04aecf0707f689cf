@testable import CCSEvents

/// A copy of a line from a framer.
enum FramedLine: Equatable {
    case line([UInt8])
    case oversized
}

/// Calls `body` with bytes that have the padding of a framer after them. The padding contains the bytes that do most harm if
/// they are read as data.
func withPadding<Result>(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let padded = bytes + [UInt8](repeating: 0x22, count: LineFramer.padding)
    return try padded.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<bytes.count])) }
}

/// The lines of a stream in these pieces.
func frame(_ pieces: [[UInt8]]) -> [FramedLine] {
    var framer = LineFramer()
    var lines: [FramedLine] = []
    func add(_ line: LineFramer.Line) {
        switch line {
        case .line(let bytes): lines.append(.line(Array(bytes)))
        case .oversized: lines.append(.oversized)
        }
    }
    for piece in pieces {
        withPadding(piece) { bytes in
            var position = 0
            while let line = framer.next(in: bytes, from: &position) { add(line) }
        }
    }
    if let line = framer.finish() { add(line) }
    return lines
}

/// The framed lines of these texts.
func lines(_ texts: String...) -> [FramedLine] { texts.map { .line(Array($0.utf8)) } }
