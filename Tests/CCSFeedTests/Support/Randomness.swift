/// Numbers that are no accident: always the same one. Of 1 a range makes its lower bound, of `.max` its upper one.
struct FixedRandom: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
}
