import CCSEvents
import CCSState
import Glibc

/// Lines of a feed in memory, with the padding that parsers need after them.
final class Lines {
    private let bytes: UnsafeMutableRawBufferPointer
    /// The size in bytes.
    let count: Int
    /// The number of lines.
    let lines: Int

    init(_ source: [UInt8]) {
        count = source.count
        bytes = .allocate(byteCount: source.count + LineFramer.padding, alignment: 64)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        bytes.copyBytes(from: source)
        lines = source.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    }

    deinit { bytes.deallocate() }

    /// The lines without the padding.
    var all: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[..<count]) }

    /// Passes on the lines in pieces as large as a reader's.
    func pieces(_ body: (UnsafeRawBufferPointer) -> Void) {
        let size = 256 << 10
        for start in stride(from: 0, to: count, by: size) {
            body(UnsafeRawBufferPointer(rebasing: bytes[start..<min(count, start + size)]))
        }
    }

    /// Reads a file; nil if it cannot be read.
    static func read(_ path: String) -> Lines? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return nil }
        var got = 0
        let content = [UInt8](unsafeUninitializedCapacity: Int(facts.st_size)) { buffer, filled in
            while got < buffer.count, let base = buffer.baseAddress {
                let count = Glibc.read(descriptor, base + got, buffer.count - got)
                guard count > 0 else { break }
                got += count
            }
            filled = got
        }
        return Lines(content)
    }
}

/// Reads a file as the program does, 256 KiB at a time, and ignores the content.
func readThrough(_ path: String) {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while Glibc.read(descriptor, &buffer, buffer.count) > 0 {}
}

extension FeedReducer {
    /// Takes lines.
    mutating func take(_ lines: Lines) {
        lines.pieces { piece in
            var position = 0
            while take(piece, from: &position, arrival: 0) {}
        }
    }
}

/// Cuts lines and ignores them.
func frame(_ lines: Lines) {
    var framer = LineFramer()
    lines.pieces { piece in
        var position = 0
        while framer.next(in: piece, from: &position) != nil {}
    }
}

/// Cuts and decodes lines. Returns the number of events.
@discardableResult
func decode(_ lines: Lines, _ decoder: inout EventDecoder) -> Int {
    var framer = LineFramer()
    var events = 0
    lines.pieces { piece in
        var position = 0
        while let line = framer.next(in: piece, from: &position) {
            guard case .line(let bytes) = line else { continue }
            if decoder.decode(bytes, padded: true) == .event { events += 1 }
        }
    }
    return events
}
