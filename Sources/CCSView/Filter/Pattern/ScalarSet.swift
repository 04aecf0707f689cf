/// A set of Unicode scalars as ranges.
struct ScalarSet: Equatable {
    static let last: UInt32 = 0x10FFFF

    private(set) var ranges: [ClosedRange<UInt32>] = []

    init(_ ranges: ClosedRange<UInt32>...) {
        self.ranges = ranges
    }

    /// Every scalar.
    static let any = ScalarSet(0...last)
    /// `\d`
    static let digits = ScalarSet(0x30...0x39)
    /// `\s`
    static let blanks = ScalarSet(0x09...0x0D, 0x20...0x20, 0xA0...0xA0)
    /// `\w`: digits, `_`, and the letters of the scripts whose upper and lower case are alike.
    static let wordCharacters = ScalarSet(
        0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x370...0x3FF,
        0x400...0x481, 0x48A...0x52F)

    mutating func insert(_ range: ClosedRange<UInt32>) {
        ranges.append(range)
    }

    mutating func formUnion(_ other: ScalarSet) {
        ranges += other.ranges
    }

    /// With the lower case of whatever is in it: texts are folded before they are matched.
    var folded: ScalarSet {
        var result = self
        for range in ranges where range.lowerBound <= CaseFolding.end {
            for value in range.lowerBound...min(range.upperBound, CaseFolding.end) {
                let lower = CaseFolding.fold(value)
                if !range.contains(lower) { result.insert(lower...lower) }
            }
        }
        return result
    }

    /// All that is not in it.
    var complement: ScalarSet {
        var result = ScalarSet()
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.insert(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= Self.last { result.insert(next...Self.last) }
        return result
    }

    func contains(_ value: UInt32) -> Bool {
        ranges.contains { $0.contains(value) }
    }
}
