/// The compression of a file, recognised by its first bytes.
enum Packing: CaseIterable {
    case gzip
    case zstd
    /// An empty zstd frame, which some tools put first.
    case zstdSkippable

    /// The result of looking at the first bytes.
    enum Guess: Equatable {
        case packed(Packing)
        case plain
        /// Too few bytes to decide.
        case notYet
    }

    /// The number of bytes that always decide.
    static let looksAt = 4

    private func mayBegin(_ byte: UInt8, at place: Int) -> Bool {
        switch self {
        case .gzip: [0x1F, 0x8B, 0x08][place] == byte
        case .zstd: [0x28, 0xB5, 0x2F, 0xFD][place] == byte
        case .zstdSkippable: place == 0 ? byte & 0xF0 == 0x50 : [0, 0x2A, 0x4D, 0x18][place] == byte
        }
    }

    private var length: Int { self == .gzip ? 3 : 4 }

    /// Decides by the first bytes of a feed.
    static func guess(_ bytes: UnsafeRawBufferPointer) -> Guess {
        var isOpen = false
        for packing in allCases {
            let known = min(bytes.count, packing.length)
            guard (0..<known).allSatisfy({ packing.mayBegin(bytes[$0], at: $0) }) else { continue }
            if known == packing.length { return .packed(packing) }
            isOpen = true
        }
        return isOpen ? .notYet : .plain
    }
}
