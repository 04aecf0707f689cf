/// Where an item belongs in an order, by all that its key and its text say: no two items have the same. It is true of the moment it
/// was made at, whatever becomes of the item.
struct SortSpot {
    let place: SortPlace
    /// All of the text, where it goes on after the words of the place; a copy.
    let text: [UInt8]?

    /// Before everything.
    static let first = SortSpot(place: .first, text: nil)

    /// Where an item belongs now.
    init(_ key: SortKey, by order: ItemOrder) {
        self.init(place: key.place, text: key.isCut ? order.text(of: Int(key.slot)) : nil)
    }

    init(place: SortPlace, text: [UInt8]?) {
        (self.place, self.text) = (place, text)
    }

    /// The same, with the text of another one where theirs are equal: so long ones that are all alike are there once.
    func sharing(_ other: SortSpot) -> SortSpot {
        text != nil && text == other.text ? SortSpot(place: place, text: other.text) : self
    }

    /// Whether it comes before another one, as ``ItemOrder/isBefore(_:_:)`` has it.
    @inline(__always)
    func isBefore(_ other: SortSpot, descending: Bool) -> Bool {
        if place.hasWords(of: other.place), let text, let own = other.text,
            let isBefore = ItemOrder.isBefore(text, own, descending: descending)
        {
            return isBefore
        }
        return place < other.place
    }
}
