/// Finds what somebody meant who wrote something else.
enum Nearest {
    /// Names longer than this are nobody's slip of the hand.
    private static let longest = 40

    /// The candidate with the fewest letters to change, if it is near enough; of several the first.
    static func name(to written: String, of candidates: [String]) -> String? {
        let written = letters(written)
        guard !written.isEmpty, written.count <= longest else { return nil }
        let limit = max(1, written.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(written, letters(candidate))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// What is compared: case, hyphens and underscores are the first things that are remembered wrongly.
    private static func letters(_ name: String) -> [UInt8] {
        name.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
            .map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    }

    /// Letters to insert, delete, replace or exchange with their neighbour (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard left.count <= longest, right.count <= longest else { return .max }
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var next = [row + 1]
            for column in 0..<right.count {
                var cost = min(
                    last[column] + (left[row] == right[column] ? 0 : 1), last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, before[column - 1] + 1)
                }
                next.append(cost)
            }
            (before, last) = (last, next)
        }
        return last[right.count]
    }
}
