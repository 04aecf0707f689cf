/// What must be written to turn one screen into another.
public enum ScreenDifference {
    /// Neighbouring cells of one row.
    public struct Run: Equatable, Sendable {
        /// The first column; never the second half of a wide character.
        public var x: Int
        /// The row.
        public var y: Int
        /// Columns, at least 1.
        public var count: Int

        /// `count` cells from (`x`, `y`) rightwards.
        public init(x: Int, y: Int, count: Int) {
            self.x = x
            self.y = y
            self.count = count
        }
    }

    /// The runs in which `new` is not as `old`, row by row, from left to right; all rows when there was nothing before or
    /// the size is another.
    ///
    /// A wide character is in a run with both halves or not at all, so that writing the runs alone can cut none.
    public static func runs(from old: Screen?, to new: Screen) -> [Run] {
        guard let old, old.width == new.width, old.height == new.height else {
            return (0..<new.height).map { Run(x: 0, y: $0, count: new.width) }
        }
        var runs: [Run] = []
        for y in 0..<new.height {
            append(from: old.row(y), to: new.row(y), y: y, to: &runs)
        }
        return runs
    }

    private static func append(from old: ArraySlice<Cell>, to new: ArraySlice<Cell>, y: Int, to runs: inout [Run]) {
        var index = new.startIndex
        while index < new.endIndex {
            guard new[index] != old[index] else {
                index += 1
                continue
            }
            var first = index
            if new[first].width == 0, first > new.startIndex { first -= 1 }
            repeat { index += 1 } while index < new.endIndex && (new[index] != old[index] || new[index].width == 0)
            runs.append(Run(x: first - new.startIndex, y: y, count: index - first))
        }
    }
}
