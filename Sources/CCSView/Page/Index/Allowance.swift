/// How long one page may go on with what can wait for the next one, whoever it is that asks: what the index of a list takes, the
/// filter of a log cannot have as well.
///
/// What there is to look at costs very differently, by what is asked of it and by where it lies in memory: so it is time that is
/// counted, and not looks. Time comes in from outside, as everywhere.
final class Allowance {
    /// How much time a page has, and who says what time it is.
    struct Rate {
        /// Nanoseconds of a clock that does not go back.
        var time: () -> Int64
        /// What each page has. A page is to take ten milliseconds at most, and what cannot wait is not counted beforehand.
        var length: Int64 = 4_000_000
        /// What it has besides for each object of its list: whoever waits for a million to be in order would rather have pages that
        /// take longer than more of them.
        var lengthOfEach: Int64 = 10
        /// Looks between two looks at the clock.
        var stride = 32
        /// Looks that each page has, whatever the time: so a short list is complete at once on a slow machine too.
        var least = 0
    }

    private let rate: Rate
    private var length: Int64 = 0
    private var began: Int64 = 0
    /// When it is spent; nil until the first look.
    private var end: Int64?
    private var isSpent = false
    /// Looks until the clock is looked at.
    private var left = 0

    init(_ rate: Rate) {
        self.rate = rate
        length = rate.length
    }

    /// A page begins.
    func begin() {
        began = rate.time()
        (length, end, isSpent, left) = (rate.length, nil, false, rate.least)
    }

    /// The page shows a list of so many objects.
    func open(_ objects: Int) {
        length = rate.length + Int64(objects) * rate.lengthOfEach
    }

    /// Takes a look; false when all is spent.
    @inline(__always)
    func take() -> Bool {
        if left > 0 {
            left -= 1
            return true
        }
        return goesOn()
    }

    private func goesOn() -> Bool {
        guard !isSpent else { return false }
        let now = rate.time()
        if let end {
            isSpent = now >= end
        } else {
            // What could not wait came before. Where that took all the time there was, a quarter of it is added, so that a list comes
            // to its end whatever happens meanwhile.
            end = max(began + length, now + length / 4)
        }
        left = isSpent ? 0 : rate.stride - 1
        return !isSpent
    }
}
