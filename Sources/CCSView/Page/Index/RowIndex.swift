import CCSState

/// Where each object of a kind stands in a list, kept from page to page: only what changed is looked at again. It lives while
/// pages of the same list are asked for, and takes about 30 bytes an object.
///
/// ```
///   what changed ────────────────────────────────────┐
///   what is due because time passes (``DueSlots``) ──┼──► pending ──► find ──► buckets in order ──► the rows of a window
///   all slots, when it is new ───────────────────────┘
/// ```
final class RowIndex {
    /// What makes a list the same list.
    struct Identity: Equatable {
        var pane: Pane
        var sort: Query.Sort
        var filter: String
        var ascii: Bool
        var masksNumbers: Bool
        var isTree: Bool
        var opensAll: Bool
        /// What ``Domain/confirmationTurns`` was.
        var turns = 0
    }

    /// What is known of a slot besides its words.
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let isAsked = Flags(rawValue: 1)
        static let isIn = Flags(rawValue: 2)
        static let grows = Flags(rawValue: 4)
        static let isCut = Flags(rawValue: 8)

        /// Whether it is in the list, and by what kind of key.
        static let ofPlace: Flags = [.isIn, .grows, .isCut]

        /// Which of four sorts it is counted as.
        var tally: Int { Int(rawValue >> 4 & 3) }

        static func tally(_ tally: Int) -> Flags { Flags(rawValue: UInt8(tally & 3) << 4) }
    }

    /// How the objects of slots are read.
    struct Source {
        /// Slots there are.
        var slots: Int
        /// Hands out the slots that may hold something else than at the last page, some perhaps more than once.
        var changes: ((Int) -> Void) -> Void
        /// The serial of the object in a slot; nil where it is empty.
        var serial: (Int) -> UInt32?
        /// Finds what is to be known of the object in a slot, and until when it holds; nil where the slot is empty.
        var find: (Int, TimeBounds) -> Finding?
        /// Whether it does say until when; where it does not, all is looked at each time.
        var saysBounds: Bool
        /// The order of the list: where texts begin alike, it is the whole of them that counts.
        var order: ItemOrder
    }

    let identity: Identity

    // By slot; the serials are those of ``Source/serial``. The second word and the rows take no room while there is nothing to say
    // in them. The first word of what grows with time is that of its length at the time 0.
    var flags: [Flags] = []
    var highs: [UInt64] = []
    var lows: [UInt64] = []
    var serials: [UInt32] = []
    var rows: [UInt32] = []
    /// The objects in the list: those whose place is for ever the same, and those that are ordered by a length of time that grows, of
    /// all of them alike.
    let fixed: OrderedSlots
    let growing: OrderedSlots
    /// Objects a filter was asked about.
    private var asked = 0
    /// Objects a filter was asked about, objects in the list, and rows of these.
    var totals: (asked: Int, items: Int, rows: Int) {
        (asked, fixed.count + growing.count, fixed.rows + growing.rows)
    }
    /// Objects a filter was asked about, by sort.
    private(set) var tallies = [0, 0, 0, 0]
    /// Rows whose children are shown although, or hidden although, the list says otherwise.
    var toggled: Set<RowID> = []
    /// The feed time of the last page.
    private(set) var now: Int64 = 0

    private var pending = PendingSlots()
    /// Slots that come up while a page is made, some of them from several sides; none in between.
    private var current = PendingSlots()
    private var due = DueSlots()
    private let bounds = TimeBounds()
    private var source: Source?
    private var looks: Allowance?
    /// How often it was brought up to date for this page what came into sight (``window(_:by:)``).
    var rounds = 0
    /// Pages that were made, where assertions are on.
    private var pages = 0

    init(_ identity: Identity) {
        self.identity = identity
        fixed = OrderedSlots(descending: identity.sort.descending)
        growing = OrderedSlots(descending: identity.sort.descending)
    }

    /// How much of it is done, in percent; nil when all is.
    var progress: Int? {
        pending.count == 0 ? nil : min(99, (flags.count - pending.count) * 100 / max(1, flags.count))
    }

    /// Brings it to now, as far as the looks go; nil for all. The source must not outlive the page: call ``rest()``.
    func bring(to now: Int64, looks: Allowance?, _ source: Source) {
        self.now = now
        self.source = source
        (self.looks, rounds) = (looks, 0)
        let before = flags.count
        if source.slots > before {
            grow(to: source.slots)
            pending.insert(before..<source.slots)
        }
        source.changes { current.insert($0) }
        while let slot = current.removeNext() {
            // What is gone leaves at once: no row may lead to an empty slot.
            let serial = source.serial(slot)
            if serial != serials[slot] { put(Finding(serial: serial ?? 0), slot, source) }
            if serial != nil { pending.insert(slot) } else { _ = pending.remove(slot) }
        }
        let isKnown = due.advance(to: now, slots: flags.count) { slot, isCurrent in
            if isCurrent { current.insert(slot) } else { pending.insert(slot) }
        }
        while let slot = current.removeNext() { if !pending.contains(slot) { look(slot, source) } }
        if !isKnown || !source.saysBounds { pending.insert(0..<flags.count) }
        while pending.count > 0, looks?.take() ?? true, let slot = pending.removeNext() { look(slot, source) }
        fixed.tidy()
        growing.tidy()
        assert(isWhole())
    }

    /// Lets go of the source.
    func rest() { (source, looks) = (nil, nil) }

    /// Looks at a slot now if it waits, since what it holds is seen; whether it did.
    @discardableResult
    func settle(_ slot: Int) -> Bool {
        guard pending.count > 0, let source, pending.remove(slot) else { return false }
        look(slot, source)
        return true
    }

    /// Whether a slot waits to be looked at.
    func isWaiting(_ slot: Int) -> Bool { pending.contains(slot) }

    /// Whether there is time left for a look on this page.
    func mayLook() -> Bool { looks?.take() ?? true }

    /// Takes what waits out of the list until it is looked at. Cost: what waits.
    func setWaitingAside() {
        guard let source else { return }
        var waiting = pending
        while let slot = waiting.removeNext() {
            if flags[slot].contains(.isIn) { put(Finding(serial: serials[slot]), slot, source) }
        }
    }

    /// The object in a slot is to be looked at again.
    func note(_ slot: Int) {
        if slot < flags.count { pending.insert(slot) }
    }

    private func look(_ slot: Int, _ source: Source) {
        guard slot < flags.count else { return }
        bounds.begin(at: now)
        guard let finding = source.find(slot, bounds) else { return put(Finding(serial: 0), slot, source) }
        put(finding, slot, source)
        due.note(slot, bounds)
    }

    private func grow(to slots: Int) {
        let room = slots + slots / 16
        flags.reserveCapacity(room)
        highs.reserveCapacity(room)
        serials.reserveCapacity(room)
        let more = slots - flags.count
        flags.append(contentsOf: repeatElement([], count: more))
        highs.append(contentsOf: repeatElement(0, count: more))
        serials.append(contentsOf: repeatElement(0, count: more))
        if !lows.isEmpty { lows.append(contentsOf: repeatElement(0, count: more)) }
        if !rows.isEmpty { rows.append(contentsOf: repeatElement(1, count: more)) }
    }

    private func put(_ finding: Finding, _ slot: Int, _ source: Source) {
        let old = flags[slot]
        if old.contains(.isAsked) {
            asked -= 1
            tallies[old.tally] -= 1
        }
        var new: Flags = []
        if finding.isAsked {
            new.formUnion([.isAsked, .tally(finding.tally)])
            asked += 1
            tallies[finding.tally & 3] += 1
        }
        var key = finding.key
        if let start = finding.growsFrom {
            new.insert(.grows)
            key?.high = SortKey.high(of: 0 &- start, descending: identity.sort.descending)
        }
        if let key {
            new.insert(.isIn)
            if key.isCut { new.insert(.isCut) }
        }
        let list = new.contains(.grows) ? growing : fixed
        // Most that is looked at again stays where it is.
        if let key, old.intersection(Flags.ofPlace) == new.intersection(Flags.ofPlace),
            (highs[slot], lowWord(slot), serials[slot], rowCount(slot)) == (key.high, key.low, key.serial, key.rows),
            !key.isCut || list.isInPlace(key, by: source.order)
        {
            flags[slot] = new
            return
        }
        if old.contains(.isIn) { leave(slot, old) }
        flags[slot] = new
        serials[slot] = finding.serial
        guard let key else { return }
        highs[slot] = key.high
        if key.low != 0, lows.isEmpty { lows = Array(repeating: 0, count: flags.count) }
        if !lows.isEmpty { lows[slot] = key.low }
        if key.rows != 1, rows.isEmpty { rows = Array(repeating: 1, count: flags.count) }
        if !rows.isEmpty { rows[slot] = key.rows }
        list.reserve(flags.count)
        list.insert(fixedKey(slot), by: source.order) { [self] in fixedKey($0) }
    }

    private func leave(_ slot: Int, _ flags: Flags) {
        (flags.contains(.grows) ? growing : fixed).remove(slot, rows: Int(rowCount(slot)))
    }

    @inline(__always)
    private func lowWord(_ slot: Int) -> UInt64 { lows.isEmpty ? 0 : lows[slot] }

    @inline(__always)
    private func rowCount(_ slot: Int) -> UInt32 { rows.isEmpty ? 1 : rows[slot] }

    /// The key of a slot that is in the list, of what grows that of the time 0.
    @inline(__always)
    func fixedKey(_ slot: Int) -> SortKey {
        SortKey(
            high: highs[slot], low: lowWord(slot), slot: slot, serial: serials[slot], rows: rowCount(slot),
            isCut: flags[slot].contains(.isCut))
    }
}

// MARK: - Invariants

extension RowIndex {
    /// Cost: the slots.
    func checkInvariants() throws {
        try fixed.checkInvariants { Int(rowCount($0)) }
        try growing.checkInvariants { Int(rowCount($0)) }
        try pending.checkInvariants()
        try due.checkInvariants()
        try invariant(current.count == 0, "RowIndex: \(current.count) slots are left of a page")
        try invariant(
            highs.count == flags.count && serials.count == flags.count, "RowIndex: \(flags.count) slots, other words")
        for (count, what) in [(lows.count, "second words"), (rows.count, "rows")] {
            try invariant(count == 0 || count == flags.count, "RowIndex: \(count) \(what) of \(flags.count) slots")
        }
        var (all, sorts) = (0, [0, 0, 0, 0])
        for slot in flags.indices {
            if flags[slot].contains(.isAsked) {
                all += 1
                sorts[flags[slot].tally] += 1
            }
            for (list, isIn) in [(fixed, !flags[slot].contains(.grows)), (growing, flags[slot].contains(.grows))] {
                let isListed = slot < list.bucketOfSlot.count && list.bucketOfSlot[slot] != 0
                try invariant(
                    isListed == (isIn && flags[slot].contains(.isIn)), "RowIndex: slot \(slot) is in the wrong list")
            }
        }
        try invariant(all == asked && sorts == tallies, "RowIndex: \(sorts) were asked, \(tallies) counted")
    }

    /// Checks the first pages of a list and then one of 64. Traps where an invariant is broken, and says which. For assertions: other
    /// builds never call it.
    private func isWhole() -> Bool {
        pages += 1
        guard pages < 4 || pages & 63 == 0 else { return true }
        do { try checkInvariants() } catch { assertionFailure("\(error)") }
        return true
    }
}
