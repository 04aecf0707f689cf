extension OrderedSlots {
    /// Splits a bucket in two. Cost: its slots, in order, and the texts of those that nothing else tells apart.
    ///
    /// Where texts have changed whose slots wait to be put elsewhere, there may be no place to begin another one at, or only one near an
    /// end. Then it is left until it has grown by a share, so that a split is paid by many slots.
    func split(_ at: Int, by order: ItemOrder, _ keys: (Int) -> SortKey) {
        let bucket = Int(self.order[at])
        let members = buckets[bucket].slots.map { keys(Int($0)) }
        var spots = [SortSpot?](repeating: nil, count: members.count)
        func spot(_ at: Int) -> SortSpot {
            let spot = spots[at] ?? SortSpot(members[at], by: order)
            spots[at] = spot
            return spot
        }
        // Texts lie far away: only those are read that tell the two halves apart.
        func goOnAlike(_ a: SortKey, _ b: SortKey) -> Bool { a.isCut && b.isCut && a.place.hasWords(of: b.place) }
        var ranks = Array(members.indices)
        var found: (rank: Int, first: SortSpot)?
        if !members.allSatisfy({ goOnAlike($0, members[0]) }) {
            ranks.sort { members[$0].place < members[$1].place }
            found = seam(at, of: ranks.count, within: ranks.count / 4) { rank in
                let first = members[ranks[rank]]
                guard !goOnAlike(members[ranks[rank - 1]], first) else { return nil }
                // Those that go on alike are in the order of their age here: any of them may be the first by its text.
                return ranks[rank...].prefix { $0 == ranks[rank] || goOnAlike(members[$0], first) }.map(spot)
                    .min { $0.isBefore($1, descending: descending) }
            }
        }
        if found == nil {
            ranks.sort { left, right in
                let (a, b) = (members[left], members[right])
                return goOnAlike(a, b)
                    ? spot(left).isBefore(spot(right), descending: descending) : a.place < b.place
            }
            found = seam(at, of: ranks.count, within: ranks.count * 3 / 8) { spot(ranks[$0]) }
        }
        guard let (middle, first) = found else {
            buckets[bucket].limit += buckets[bucket].limit / 8
            return
        }
        let new: Int
        if let free = freeBuckets.popLast() {
            new = Int(free)
        } else {
            new = buckets.count
            buckets.append(Bucket())
        }
        for (part, into) in [(ranks[..<middle], bucket), (ranks[middle...], new)] {
            buckets[into] = Bucket(
                slots: part.map { members[$0].slot }, rows: part.reduce(0) { $0 + Int(members[$1].rows) })
        }
        for slot in buckets[new].slots { bucketOfSlot[Int(slot)] = UInt32(new + 1) }
        var start = first.sharing(self.start(at))
        if at + 1 < starts.count { start = start.sharing(self.start(at + 1)) }
        self.order.insert(UInt32(new), at: at + 1)
        starts.insert(start.place, at: at + 1)
        startTexts.insert(start.text, at: at + 1)
        places.removeAll(keepingCapacity: true)
    }

    /// Of so many slots of a bucket in order, the one nearest to the middle where another one can begin, so far from it at most, and
    /// where that begins. It may not be in the middle: texts may have changed whose slots wait to be put elsewhere. `first` says the
    /// least of all from one on, if all before are less. Nil where there is none.
    private func seam(
        _ at: Int, of count: Int, within most: Int, _ first: (Int) -> SortSpot?
    ) -> (rank: Int, first: SortSpot)? {
        for way in 0...most {
            for rank in [count / 2 - way, count / 2 + way] where rank > 0 && rank < count {
                guard let spot = first(rank), start(at).isBefore(spot, descending: descending) else { continue }
                guard at + 1 == starts.count || spot.isBefore(start(at + 1), descending: descending) else { continue }
                return (rank, spot)
            }
        }
        return nil
    }
}
