public import CCSEvents

/// How many live calls have each number, and how many callers wait for it, kept up to date by what changed since it was asked
/// last. It follows its domain (``Domain/follow()``) and takes eight bytes a call and a few words a number, for as long as somebody
/// keeps it.
public final class LiveNumbers {
    /// What a call was counted for.
    private struct CountedCall: Equatable {
        var number: TextID
        var isConfirmed: Bool

        static let none = CountedCall(number: .none, isConfirmed: false)
    }

    private let domain: Domain
    private let token: Int
    /// By call.
    private var countedFor: [CountedCall] = []
    /// By place: a number, how many live calls have it, and whether somebody waits for it; none where the place is empty.
    private var numbers: [(number: TextID, calls: LiveCalls, isAwaited: Bool)] = []
    private var waits: [TextID: Waits] = [:]
    private var places = SlotMap()
    private var free: [Int] = []
    /// Calls up to this slot have been counted.
    private var reached = 0
    private var turns = 0
    /// The stretch of time in which they were looked at last, and whether talk was known of then.
    private var stretch = Int64.min
    private var knowsTalk = false
    /// The domain's counted numbers, by their place there, when they were looked at last.
    private var known: [TextID] = []

    /// The numbers of a domain, which are counted by ``bring(to:while:_:counted:)``.
    public init(of domain: Domain) {
        self.domain = domain
        token = domain.follow()
    }

    deinit {
        domain.unfollow(token)
    }

    /// Whether these are the numbers of a domain, and nobody else has followed it since.
    public func isOf(_ domain: Domain) -> Bool { self.domain === domain && domain.isFollowed(by: token) }

    /// Places there are, empty ones included.
    public var count: Int { numbers.count }

    /// Brings the counts up to date, the first time as far as may be.
    ///
    /// - Parameters:
    ///   - now: Feed time: what is counted in stretches changes with each of these.
    ///   - goesOn: Asked before each call that is counted for the first time. Those that changed since the last time are counted in
    ///     any case.
    ///   - body: Given the places that changed.
    ///   - counted: Given the domain's own places of the numbers that changed (``Domain/countedNumber(_:live:last:now:)``).
    /// - Returns: How much has been counted of what there is, from 0 to 1.
    public func bring(
        to now: Int64, while goesOn: () -> Bool = { true }, _ body: (Int) -> Void, counted: (Int) -> Void
    ) -> Double {
        let slots = domain.calls.slots
        if countedFor.count < slots {
            countedFor.append(contentsOf: repeatElement(.none, count: slots - countedFor.count))
        }
        if turns != domain.confirmationTurns {
            // Calls became unconfirmed, or no longer, without an event of theirs.
            (turns, reached) = (domain.confirmationTurns, 0)
        }
        domain.takeChangedNumbers(
            token, calls: { if $0 < reached { count($0, domain, body, counted) } }, counted: counted)
        while reached < slots, goesOn() {
            count(reached, domain, body, counted)
            reached += 1
        }
        noteWaits(domain, body, counted)
        noteCounted(domain, body)
        let stretch = now / 1000 / NumberStats.stretch
        if stretch != self.stretch || knowsTalk != domain.measuring.knowsTalk {
            (self.stretch, knowsTalk) = (stretch, domain.measuring.knowsTalk)
            for place in domain.numberStats.entries.indices { counted(place) }
        }
        return slots == 0 ? 1 : Double(reached) / Double(slots)
    }

    /// A number that is counted now, or is no longer, shows in another way.
    private func noteCounted(_ domain: Domain, _ body: (Int) -> Void) {
        for (place, entry) in domain.numberStats.entries.enumerated() {
            if place == known.count { known.append(.none) }
            guard known[place] != entry.number else { continue }
            for number in [known[place], entry.number] where number.isSome {
                if let live = self.place(ofKnown: number) { body(live) }
            }
            known[place] = entry.number
        }
    }

    private func count(_ call: Int, _ domain: Domain, _ body: (Int) -> Void, _ counted: (Int) -> Void) {
        let record = domain.calls[call]
        var now = CountedCall.none
        if record.header.life == .live, record.number.isSome {
            now = CountedCall(number: record.number, isConfirmed: !domain.stints.isLost(record.header.stint))
        }
        let before = countedFor[call]
        guard now != before else {
            // Another text may have been given the same small integer.
            if now.number.isSome, let place = self.place(ofKnown: now.number) { body(place) }
            return
        }
        countedFor[call] = now
        for changed in [before.number, now.number] where changed.isSome {
            if let place = domain.numberStats.place(ofKnown: changed) { counted(place) }
        }
        if before.number.isSome, let place = self.place(ofKnown: before.number) {
            numbers[place].calls.count(isConfirmed: before.isConfirmed, by: -1)
            removeIfUnused(place)
            body(place)
        }
        guard now.number.isSome else { return }
        let place = self.place(of: now.number)
        numbers[place].calls.count(isConfirmed: now.isConfirmed, by: 1)
        body(place)
    }

    /// Brings the callers who wait up to date. Cost: those who do.
    private func noteWaits(_ domain: Domain, _ body: (Int) -> Void, _ counted: (Int) -> Void) {
        let before = waits
        waits = domain.waitsByNumber()
        guard waits != before else { return }
        for number in Set(before.keys).union(waits.keys) where waits[number] != before[number] {
            if let place = domain.numberStats.place(ofKnown: number) { counted(place) }
            let isAwaited = waits[number] != nil
            guard let place = isAwaited ? place(of: number) : place(ofKnown: number) else { continue }
            numbers[place].isAwaited = isAwaited
            removeIfUnused(place)
            body(place)
        }
    }

    private func removeIfUnused(_ place: Int) {
        guard numbers[place].calls == LiveCalls(), !numbers[place].isAwaited else { return }
        places.remove(numbers[place].number) { numbers[$0].number }
        numbers[place].number = .none
        free.append(place)
    }

    private func place(ofKnown number: TextID) -> Int? { places.slot(of: number) { numbers[$0].number } }

    private func place(of number: TextID) -> Int {
        if let place = self.place(ofKnown: number) { return place }
        let place = free.popLast() ?? numbers.count
        if place == numbers.count { numbers.append((.none, LiveCalls(), false)) }
        numbers[place] = (number, LiveCalls(), false)
        places.insert(number, place) { numbers[$0].number }
        return place
    }

    /// What is known of the number at a place that the domain has not counted attempts or talk of; nil where the place is empty, or
    /// where ``Domain/countedNumber(_:live:last:now:)`` gives it.
    public func facts(_ place: Int, nothing: [(failed: Int, attempts: Int)]) -> NumberFacts? {
        guard place < numbers.count, numbers[place].number.isSome,
            domain.numberStats.place(ofKnown: numbers[place].number) == nil
        else { return nil }
        return NumberFacts(
            number: domain.texts.text(numbers[place].number), live: numbers[place].calls,
            waits: waits[numbers[place].number], windows: nothing, totals: (0, 0), measures: Measures(), talked: 0,
            lastAt: nil, isFailing: false)
    }

    /// Tells the numbers of places apart, in an order that stays; nil where a place is empty.
    public func serial(_ place: Int) -> UInt32? {
        place < numbers.count && numbers[place].number.isSome ? numbers[place].number.raw : nil
    }

    /// Live calls that have a number that is held.
    func calls(_ number: TextID) -> LiveCalls { place(ofKnown: number).map { numbers[$0].calls } ?? LiveCalls() }

    /// Callers who wait for a number that is held.
    func waits(_ number: TextID) -> Waits? { waits[number] }

    /// The place of a number.
    public func place(of number: FeedText) -> Int? {
        let id = domain.texts.find(number)
        return id.isSome ? place(ofKnown: id) : nil
    }
}

// MARK: - Invariants

extension LiveNumbers {
    func checkInvariants() throws {
        try places.checkInvariants { numbers[$0].number }
        var calls: [TextID: LiveCalls] = [:]
        for call in countedFor where call.number.isSome {
            calls[call.number, default: LiveCalls()].count(isConfirmed: call.isConfirmed, by: 1)
        }
        for (place, number) in numbers.enumerated() where number.number.isSome {
            try invariant(
                calls[number.number] ?? LiveCalls() == number.calls, "LiveNumbers: \(number.calls) calls at \(place)")
            try invariant(
                number.isAwaited == (waits[number.number] != nil), "LiveNumbers: whether one waits at \(place)")
        }
        let known = Set(calls.keys).union(waits.keys)
        try invariant(known.count == places.count, "LiveNumbers: \(places.count) numbers of \(known.count)")
        let isFree = free.allSatisfy { !numbers[$0].number.isSome }
        try invariant(isFree && Set(free).count == free.count, "LiveNumbers: a place is free twice, or not free")
        try invariant(free.count + known.count == numbers.count, "LiveNumbers: \(free.count) places are free")
        try invariant(reached <= countedFor.count, "LiveNumbers: \(reached) of \(countedFor.count) calls are counted")
    }
}
