/// A generator that always returns the same number. With 1, a range gives its lower bound, with `.max` its upper bound.
struct FixedRandom: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
}
