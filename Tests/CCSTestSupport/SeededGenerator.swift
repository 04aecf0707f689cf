/// SplitMix64: the same seed gives the same numbers on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the sequence of a seed.
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

    /// A number from 0 to `limit` - 1. `limit` must be at least 1.
    public mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    /// One of the elements, which must not be empty.
    public mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

    /// True with a probability of 1 in `times`.
    public mutating func once(in times: Int) -> Bool { below(times) == 0 }

    /// Cuts bytes into pieces of random sizes. Some are empty.
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
