/// Finds the name that the user may have meant.
enum Nearest {
    /// A longer name is no typing error.
    private static let longest = 40

    /// The candidate with the smallest edit distance, if it is small enough. The first one of several.
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

    /// The letters to compare, without case, hyphens and underscores, because users often get these wrong.
    private static func letters(_ name: String) -> [UInt8] {
        name.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
            .map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    }

    /// The edit distance with transpositions of neighbours (optimal string alignment).
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
