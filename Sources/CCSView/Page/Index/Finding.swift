/// What a list that is kept has to know of the object in a slot.
struct Finding {
    /// The serial of the object.
    var serial: UInt32
    /// Whether a filter was asked about it.
    var isAsked = false
    /// Which of four sorts it is then counted as.
    var tally = 0
    /// Its place in the order; nil where it is not in the list.
    var key: SortKey?
    /// Where it is ordered by how long something has lasted until now: since when.
    var growsFrom: Int64?

    /// An object that is not in the list yet.
    init(serial: UInt32) {
        self.serial = serial
    }

    /// Puts it into the list, by a value.
    mutating func order(_ value: Value, descending: Bool, slot: Int) {
        if case .elapsed(let start, _) = value { growsFrom = start }
        key = SortKey(value, descending: descending, slot: slot, serial: serial)
    }

    /// The same, and where values are equal but for texts, those that are lower by another number come first.
    mutating func order(_ value: Value, descending: Bool, slot: Int, then rank: UInt64) {
        order(value, descending: descending, slot: slot)
        switch value {
        case .text, .string, .words: break
        // Only texts need the second word.
        default: key?.low = rank
        }
    }
}
