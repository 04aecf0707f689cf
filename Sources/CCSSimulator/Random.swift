/// The generator xoshiro256**, seeded by SplitMix64 as its authors recommend. It is small and fast. Unlike the system's
/// generator, it gives the same numbers on every machine.
struct Random: Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    init(seed: UInt64) {
        var state = seed
        a = Random.splitMix(&state)
        b = Random.splitMix(&state)
        c = Random.splitMix(&state)
        d = Random.splitMix(&state)
    }

    /// A generator for part `number` of a feed with this seed, independent of the other parts.
    init(seed: UInt64, part number: UInt64) {
        var state = seed
        let mixed = Random.splitMix(&state)
        self.init(seed: mixed &+ number &* 0xD134_2543_DE82_EF95)
    }

    private static func splitMix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func bits() -> UInt64 {
        let product = b &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = (d << 45) | (d >> 19)
        return result
    }

    /// A random number from 0 to `bound` - 1. A bound below 1 counts as 1.
    mutating func below(_ bound: Int) -> Int {
        let wide = UInt64(UInt32(truncatingIfNeeded: max(1, bound)))
        return Int(((bits() >> 32) &* wide) >> 32)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True `share` times in a thousand.
    mutating func perMille(_ share: Int) -> Bool { below(1_000) < share }

    /// A random number from 0 up to but not including 1.
    mutating func unit() -> Double { Double(bits() >> 11) * 0x1p-53 }

    /// An exponentially distributed number with mean 1, by von Neumann's comparisons. A logarithm of the machine's
    /// mathematics library could differ in the last bit between machines.
    mutating func exponential() -> Double {
        var whole = 0.0
        while true {
            let first = unit()
            var last = first
            var descents = 1
            while true {
                let following = unit()
                if following >= last { break }
                last = following
                descents += 1
            }
            if descents % 2 == 1 { return whole + first }
            whole += 1
        }
    }
}
