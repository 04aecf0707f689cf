import CCSFeed

/// Frames of a websocket: the lines and messages do not depend on how the bytes are cut.
@Sendable func fuzzFrames(_ input: UnsafeRawBufferPointer) throws {
    let whole = read(input, pieceLength: max(1, input.count))
    let pieces = read(input, pieceLength: 1 + Int(input.first ?? 0) % 13)
    try require(whole.lines == pieces.lines, "pieces lead to other lines")
    try require(whole.messages == pieces.messages, "pieces lead to other messages")
    try require(whole.lines.count <= input.count, "\(input.count) bytes lead to \(whole.lines.count) bytes of lines")
    // The end of a connection is its last message.
    let ends = whole.messages.dropLast().filter { message in
        switch message {
        case .broken, .close: true
        case .ping, .pong: false
        }
    }
    try require(ends.isEmpty, "messages after the end: \(whole.messages)")
}

private func read(
    _ input: UnsafeRawBufferPointer, pieceLength: Int
) -> (lines: [UInt8], messages: [WebSocketReader.Message]) {
    var reader = WebSocketReader()
    var (lines, messages): ([UInt8], [WebSocketReader.Message]) = ([], [])
    var rest = input[...]
    while !rest.isEmpty {
        let piece = rest.prefix(pieceLength)
        rest = rest.dropFirst(piece.count)
        messages += reader.take(UnsafeRawBufferPointer(rebasing: piece), lines: &lines)
    }
    return (lines, messages)
}
