public import CCSEvents

extension Domain {
    /// Live calls in no phase by state, the most frequent first, at most `most`. Cost: the states, and `most` for each.
    public func statesInNoPhase(most: Int) -> [(state: FeedText, count: Int)] {
        var frequent: [(state: FeedText, count: Int)] = []
        for (id, count) in otherStates {
            let state = texts.text(id)
            let place = frequent.firstIndex { other in
                count == other.count
                    ? state.bytes.lexicographicallyPrecedes(other.state.bytes) : count > other.count
            }
            guard let place = place ?? (frequent.count < most ? frequent.count : nil) else { continue }
            frequent.insert((state, count), at: place)
            if frequent.count > most { frequent.removeLast() }
        }
        return frequent
    }
}
