import CCSEvents

/// Attempts and failures to each number over the last 15 minutes of feed time, and how long was talked with it.
///
/// Counted in stretches of ten seconds; bounded in numbers, of which the one unused for longest leaves.
struct NumberStats {
    static let stretch: Int64 = 10
    static let stretches = 90
    private static let limit = 10_000

    struct Entry {
        var number: TextID
        var lastStretch: Int64 = -1
        var attempts = [UInt32](repeating: 0, count: NumberStats.stretches)
        var failures = [UInt32](repeating: 0, count: NumberStats.stretches)
        /// Milliseconds talked, ever.
        var talked: Int64 = 0
        /// Attempts and failures ever.
        var totals = (attempts: 0, failures: 0)
    }

    private(set) var entries: [Entry] = []
    private var places: [TextID: Int] = [:]

    /// Counts an attempt, and a failure if it was one. Takes over a use of `number` if it is new, and says which text's use to
    /// give back.
    mutating func count(_ number: TextID, failed: Bool, at milliseconds: Int64) -> TextID {
        let (place, spare) = place(of: number)
        let stretch = milliseconds / 1000 / Self.stretch
        advance(place, to: stretch)
        entries[place].totals.attempts += 1
        if failed { entries[place].totals.failures += 1 }
        guard stretch > entries[place].lastStretch - Int64(Self.stretches) else { return spare }
        entries[place].attempts[Int(stretch % Int64(Self.stretches))] += 1
        if failed { entries[place].failures[Int(stretch % Int64(Self.stretches))] += 1 }
        return spare
    }

    /// Counts time talked, in milliseconds; gives back as ``count(_:failed:at:)`` does.
    mutating func countTalk(_ number: TextID, _ milliseconds: Int64) -> TextID {
        let (place, spare) = place(of: number)
        entries[place].talked += max(0, milliseconds)
        return spare
    }

    /// Numbers with a failure in the last `seconds`.
    func failing(last seconds: Int, now: Int64) -> [(number: TextID, failed: Int, attempts: Int)] {
        entries.compactMap { entry in
            let (failed, attempts) = counts(of: entry, last: seconds, now: now)
            return failed > 0 ? (entry.number, failed, attempts) : nil
        }
    }

    /// Failures and attempts of a number.
    func counts(of name: String, in texts: borrowing TextPool, last seconds: Int, now: Int64) -> (
        failed: Int, attempts: Int
    ) {
        var name = name
        let id = name.withUTF8 { texts.find(FeedText(UnsafeRawBufferPointer($0))) }
        guard let place = places[id] else { return (0, 0) }
        return counts(of: entries[place], last: seconds, now: now)
    }

    func counts(of entry: Entry, last seconds: Int, now: Int64) -> (failed: Int, attempts: Int) {
        let last = min(now / 1000 / Self.stretch, entry.lastStretch)
        var stretch = max(
            now / 1000 / Self.stretch - Int64(seconds) / Self.stretch + 1,
            entry.lastStretch - Int64(Self.stretches) + 1, 0)
        var counts = (failed: 0, attempts: 0)
        while stretch <= last {
            counts.failed += Int(entry.failures[Int(stretch % Int64(Self.stretches))])
            counts.attempts += Int(entry.attempts[Int(stretch % Int64(Self.stretches))])
            stretch += 1
        }
        return counts
    }

    private mutating func place(of number: TextID) -> (Int, TextID) {
        if let place = places[number] { return (place, number) }
        if entries.count < Self.limit {
            entries.append(Entry(number: number))
            places[number] = entries.count - 1
            return (entries.count - 1, .none)
        }
        let oldest = entries.indices.min { entries[$0].lastStretch < entries[$1].lastStretch } ?? 0
        let gone = entries[oldest].number
        places[gone] = nil
        entries[oldest] = Entry(number: number)
        places[number] = oldest
        return (oldest, gone)
    }

    private mutating func advance(_ place: Int, to stretch: Int64) {
        let newest = entries[place].lastStretch
        guard stretch > newest else { return }
        for cleared in max(newest + 1, stretch - Int64(Self.stretches) + 1)...stretch {
            entries[place].attempts[Int(cleared % Int64(Self.stretches))] = 0
            entries[place].failures[Int(cleared % Int64(Self.stretches))] = 0
        }
        entries[place].lastStretch = stretch
    }
}
