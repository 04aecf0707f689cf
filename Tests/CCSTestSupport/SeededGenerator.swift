/// SplitMix64: the same numbers from the same seed, everywhere.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The numbers of a seed.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one less than `limit`, which is at least 1.
    public mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    /// One of several, of which there must be one.
    public mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

    /// True once in so many times.
    public mutating func once(in times: Int) -> Bool { below(times) == 0 }

    /// Cuts bytes into pieces of random sizes, empty ones among them.
    public mutating func cut(_ bytes: [UInt8], largest: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + below(largest + 1))
            pieces.append(Array(bytes[at..<end]))
            at = end
        }
        return pieces
    }
}
