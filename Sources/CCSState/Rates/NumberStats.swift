import CCSEvents

/// Attempts and failures to each number over the last 15 minutes of feed time, and how long was talked with it.
///
/// Counted in stretches of ten seconds, so a window begins with a stretch; bounded in numbers, of which the one that was unused
/// for longest leaves.
struct NumberStats {
    static let stretch: Int64 = 10
    static let stretches = 90

    struct Entry {
        var number: TextID
        var lastStretch: Int64 = -1
        /// Attempts and failures of each stretch in turn; nothing before the first attempt, since most numbers only talk.
        fileprivate var ring: [UInt32] = []
        /// Milliseconds talked, ever.
        var talked: Int64 = 0
        /// Attempts and failures ever.
        var totals = (attempts: 0, failures: 0)
        /// The newest attempt.
        var lastAt = Moment.none
        /// How attempts came out, by the minute.
        fileprivate(set) var measures = MeasureRing(stretch: 60)
        /// Since when nothing of it was forgotten, in milliseconds: it may have been counted before, and left.
        fileprivate(set) var wholeSince = Int64.min
        /// Whether it was found that too many attempts fail.
        fileprivate(set) var isFailing = false
        /// Whether its place is among those that failed lately.
        fileprivate var isListed = false

        fileprivate init(_ number: TextID) {
            self.number = number
        }
    }

    /// A use of a text that is to be given back: of the number itself where it was known, of one that left, or of none.
    struct Spare {
        var number: TextID
        /// Whether what left was found to fail.
        var isFailing = false
    }

    private(set) var entries: [Entry] = []
    /// Places of which something was counted or found.
    var changed = ChangedSlots()
    private var places: [TextID: Int] = [:]
    /// Places of numbers that failed in the window, and of some that did a moment ago.
    private var failed: [Int] = []
    private var order = UseOrder()
    private let limit: Int
    /// Numbers that had to leave.
    private(set) var evicted = 0

    init(limit: Int = 10_000) {
        self.limit = max(1, limit)
    }

    /// Counts an attempt, and a failure if it was one. Takes over a use of `number` if it is new, and says which text's use to
    /// give back.
    mutating func count(_ number: TextID, failed isFailure: Bool, at milliseconds: Int64) -> Spare {
        let (place, spare) = place(of: number)
        let stretch = milliseconds / 1000 / Self.stretch
        advance(place, to: stretch)
        if entries[place].wholeSince == .max { entries[place].wholeSince = milliseconds }
        entries[place].totals.attempts += 1
        if isFailure { entries[place].totals.failures += 1 }
        if milliseconds > entries[place].lastAt.orBefore { entries[place].lastAt = Moment(milliseconds) }
        guard stretch > entries[place].lastStretch - Int64(Self.stretches) else { return spare }
        entries[place].ring[Self.index(stretch)] &+= 1
        guard isFailure else { return spare }
        entries[place].ring[Self.index(stretch) + 1] &+= 1
        if !entries[place].isListed {
            entries[place].isListed = true
            failed.append(place)
        }
        return spare
    }

    /// Counts time talked, in milliseconds; gives back as ``count(_:failed:at:)`` does.
    mutating func countTalk(_ number: TextID, _ milliseconds: Int64) -> Spare {
        let (place, spare) = place(of: number)
        // A feed may say of talk after talk that it lasted for thousands of years: the sum stops at the most there is.
        let (sum, isOver) = entries[place].talked.addingReportingOverflow(max(0, milliseconds))
        entries[place].talked = isOver ? .max : sum
        return spare
    }

    /// Counts a caller who left while waiting for the number; gives back as ``count(_:failed:at:)`` does.
    mutating func countAbandoned(_ number: TextID, waited: Int64, at: Int64) -> Spare {
        let (place, spare) = place(of: number)
        entries[place].measures.countAbandoned(waited: waited, at: at)
        return spare
    }

    /// Counts how an attempt came out, where the number is still remembered.
    mutating func measure(_ number: TextID, _ change: (inout MeasureRing) -> Void) {
        guard let place = places[number] else { return }
        changed.note(place)
        change(&entries[place].measures)
    }

    /// Places of the numbers with a failure in the last `seconds`, and of those that were found to fail. Of what is left out
    /// nothing comes again without a new failure: `seconds` is always the same, and `now` never falls. Cost: their number.
    mutating func failedLately(last seconds: Int, now: Int64) -> [Int] {
        var kept = 0
        for index in failed.indices {
            let place = failed[index]
            if entries[place].isFailing || counts(of: entries[place], last: seconds, now: now).failed > 0 {
                failed[kept] = place
                kept += 1
            } else {
                entries[place].isListed = false
            }
        }
        failed.removeLast(failed.count - kept)
        return failed
    }

    /// Forgets what was counted in the windows; no attempt is later than `now`.
    mutating func forgetWindows(now: Int64) {
        for place in entries.indices {
            entries[place].lastStretch = -1
            entries[place].lastAt.clamp(to: now)
            entries[place].measures.clear()
            changed.note(place)
        }
    }

    /// Notes whether too many attempts to the number at a place fail.
    mutating func setFailing(_ place: Int, _ isFailing: Bool) {
        changed.note(place)
        entries[place].isFailing = isFailing
    }

    /// Failures and attempts of a number, in the stretch of `now` and as many before it as make up `seconds`.
    func counts(of entry: Entry, last seconds: Int, now: Int64) -> (failed: Int, attempts: Int) {
        let last = min(now / 1000 / Self.stretch, entry.lastStretch)
        let long = max(1, (Int64(seconds) + Self.stretch - 1) / Self.stretch)
        var stretch = max(now / 1000 / Self.stretch - long + 1, entry.lastStretch - Int64(Self.stretches) + 1, 0)
        var counts = (failed: 0, attempts: 0)
        while stretch <= last {
            counts.attempts += Int(entry.ring[Self.index(stretch)])
            counts.failed += Int(entry.ring[Self.index(stretch) + 1])
            stretch += 1
        }
        return counts
    }

    /// The same of several windows, each longer than the one before, in one pass over the longest.
    func counts(of entry: Entry, last seconds: [Int], now: Int64) -> [(failed: Int, attempts: Int)] {
        let (newest, oldest) = (entry.lastStretch, entry.lastStretch - Int64(Self.stretches) + 1)
        var stretch = now / 1000 / Self.stretch
        var long: Int64 = 0
        var counts = (failed: 0, attempts: 0)
        return seconds.map { seconds in
            let wanted = max(1, (Int64(seconds) + Self.stretch - 1) / Self.stretch)
            // What lies after the newest stretch is empty.
            if stretch > newest {
                let step = min(stretch - newest, wanted - long)
                stretch -= step
                long += step
            }
            while long < wanted, stretch >= max(oldest, 0) {
                counts.attempts += Int(entry.ring[Self.index(stretch)])
                counts.failed += Int(entry.ring[Self.index(stretch) + 1])
                stretch -= 1
                long += 1
            }
            return counts
        }
    }

    /// The place of a number, where it is counted.
    func place(ofKnown number: TextID) -> Int? { places[number] }

    private static func index(_ stretch: Int64) -> Int { Int(stretch % Int64(stretches)) * 2 }

    private mutating func place(of number: TextID) -> (Int, Spare) {
        if let place = places[number] {
            changed.note(place)
            order.use(place)
            return (place, Spare(number: number))
        }
        var (place, spare) = (entries.count, Spare(number: .none))
        if entries.count == limit, let oldest = order.oldest {
            place = oldest
            order.use(place)
            evicted += 1
            spare = Spare(number: entries[place].number, isFailing: entries[place].isFailing)
            places[entries[place].number] = nil
            // Its place stays on the list of those that failed until that is looked through.
            let isListed = entries[place].isListed
            let ring = entries[place].ring
            var measures = entries[place].measures
            measures.clear()
            entries[place] = Entry(number)
            entries[place].isListed = isListed
            // Its memory serves again; what it holds is cleared by the first attempt.
            entries[place].ring = ring
            entries[place].measures = measures
        } else {
            entries.append(Entry(number))
            order.add()
        }
        if evicted > 0 { entries[place].wholeSince = .max }
        places[number] = place
        changed.note(place)
        return (place, spare)
    }

    private mutating func advance(_ place: Int, to stretch: Int64) {
        let newest = entries[place].lastStretch
        guard stretch > newest else { return }
        entries[place].lastStretch = stretch
        if entries[place].ring.isEmpty {
            entries[place].ring = Array(repeating: 0, count: Self.stretches * 2)
            return
        }
        if stretch - newest >= Int64(Self.stretches) {
            for index in entries[place].ring.indices { entries[place].ring[index] = 0 }
            return
        }
        for cleared in (newest + 1)...stretch {
            entries[place].ring[Self.index(cleared)] = 0
            entries[place].ring[Self.index(cleared) + 1] = 0
        }
    }
}

// MARK: - Invariants

extension NumberStats {
    func checkInvariants() throws {
        try changed.checkInvariants()
        try invariant(entries.count <= limit, "NumberStats: \(entries.count) numbers, at most \(limit)")
        try invariant(places.count == entries.count, "NumberStats: \(places.count) places of \(entries.count) numbers")
        for (place, entry) in entries.enumerated() {
            try invariant(places[entry.number] == place, "NumberStats: the number at \(place) is not found")
            let isRing = entry.ring.isEmpty || entry.ring.count == Self.stretches * 2
            try invariant(isRing, "NumberStats: \(entry.ring.count) counts at \(place)")
            try invariant(entry.lastStretch < 0 || !entry.ring.isEmpty, "NumberStats: no counts at \(place)")
            try entry.measures.checkInvariants()
        }
        try order.checkInvariants(count: entries.count)
        try invariant(Set(failed).count == failed.count, "NumberStats: a number is listed as failed twice")
        let marked = entries.indices.filter { entries[$0].isListed }
        try invariant(Set(marked) == Set(failed), "NumberStats: \(failed.count) listed, \(marked.count) marked")
    }
}
