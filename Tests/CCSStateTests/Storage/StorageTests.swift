import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

private func digest(_ number: Int) -> Digest {
    withUnsafeBytes(of: number.littleEndian) { Digest(FeedText($0)) }
}

@Suite struct StorageTests {
    /// Ids are found as in a dictionary of slots, also if objects of several kinds have the same id.
    @Test(arguments: 0..<10) func liveObjectsAreFoundByTheirIDs(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var texts = TextPool()
        var calls = ObjectStore<CallRecord>(endedRemembered: 10)
        var seances = ObjectStore<SeanceRecord>(endedRemembered: 10)
        var model: [[String: Int]] = [[:], [:]]
        let range = [4, 100, 2000][random.below(3)]
        for step in 0..<5000 {
            if step % 200 == 0 {
                try calls.checkInvariants(in: texts)
                try seances.checkInvariants(in: texts)
                try texts.checkInvariants()
            }
            let (name, kind) = ("id-\(random.below(range))", random.below(2))
            let known = texts.find(name)
            let (call, seance) = (calls.find(known, in: texts), seances.find(known, in: texts))
            #expect(call == model[0][name] && seance == model[1][name])
            guard let slot = model[kind].removeValue(forKey: name) else {
                let id = texts.intern(name)
                if kind == 0 { model[0][name] = calls.create(id, at: Moment(1), in: &texts) }
                if kind == 1 { model[1][name] = seances.create(id, at: Moment(1), in: &texts) }
                continue
            }
            let (digest, ends) = (digest(slot), random.once(in: 2))
            if kind == 0 {
                if ends { calls.end(slot, at: Moment(2), digest: digest, in: &texts) }
                calls.free(slot, in: &texts)
            } else {
                if ends { seances.end(slot, at: Moment(2), digest: digest, in: &texts) }
                seances.free(slot, in: &texts)
            }
            texts.release(known)
        }
        let (live, shown) = (calls.liveCount, seances.liveCount)
        #expect(live == model[0].count && shown == model[1].count)
        let (held, names) = (texts.count, Set(model[0].keys).union(model[1].keys))
        #expect(held == names.count)
    }

    @Test(arguments: [0, 1, 2, 16, 100, 1024]) func recentKeysRememberAtLeastTheirCapacity(_ capacity: Int) throws {
        var random = SeededGenerator(seed: UInt64(capacity))
        var keys = RecentKeys<Int>(capacity: capacity)
        var model: [(key: Int, value: Int)] = []
        for step in 0..<8000 {
            let key = random.below(max(4, capacity * 2))
            model.removeAll { $0.key == key }
            if random.once(in: 4) {
                keys.remove(digest(key))
            } else {
                keys.add(digest(key), step)
                model.append((key, step))
                if model.count > max(1, capacity) { model.removeFirst() }
            }
            let count = keys.count
            #expect(count == model.count)
            guard step % 400 == 0 else { continue }
            try keys.checkInvariants()
            for entry in model {
                let value = keys.value(digest(entry.key))
                #expect(value == entry.value)
            }
            let gone = keys.value(digest(-1))
            #expect(gone == nil)
        }
    }

    /// A feed determines ids, but not their positions in the table.
    @Test func slotMapsHaveOtherPlacesEachTime() throws {
        let ids = (1...10_000).map { TextID(raw: UInt32($0)) }
        var one = SlotMap()
        var other = SlotMap()
        for (slot, id) in ids.enumerated() {
            one.insert(id, slot) { ids[$0] }
            other.insert(id, slot) { ids[$0] }
        }
        var (alike, found) = (0, 0)
        for (slot, id) in ids.enumerated() {
            if one.home(id) == other.home(id) { alike += 1 }
            if one.slot(of: id, { ids[$0] }) == slot { found += 1 }
        }
        #expect(alike < 100 && found == 10_000)
        try one.checkInvariants { ids[$0] }
        // The remaining ids are found, whatever was removed between them.
        for id in ids where id.raw % 3 == 0 { one.remove(id) { ids[$0] } }
        try one.checkInvariants { ids[$0] }
    }

    @Test(arguments: 0..<10) func aRelationIsListsOfChildren(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var relation = Relation()
        var lists: [Int: [Int]] = [:]
        // Long lists and short ones.
        let (children, parents) = (20, seed % 2 == 0 ? 5 : 14)
        for _ in 0..<4000 {
            let (child, parent) = (random.below(children), random.below(parents))
            switch random.below(6) {
            case 0:
                relation.cut(child)
                for key in lists.keys { lists[key]?.removeAll { $0 == child } }
            case 1 where random.once(in: 10):
                relation.cutAll(of: parent)
                lists[parent] = []
            default:
                relation.tie(child, to: parent)
                if lists[parent]?.contains(child) != true {
                    for key in lists.keys { lists[key]?.removeAll { $0 == child } }
                    lists[parent, default: []].append(child)
                }
            }
            for parent in 0..<parents {
                var found: [Int] = []
                var at = relation.first(of: parent)
                while let child = at {
                    found.append(child)
                    at = relation.next(after: child)
                }
                let count = relation.count(of: parent)
                #expect(found == lists[parent] ?? [] && count == found.count)
            }
            try relation.checkInvariants()
            let found = relation.parent(of: child)
            #expect(found == lists.first { $0.value.contains(child) }?.key)
            // Only long lists use cells, and cells are used again.
            let linked = relation.linkedCount
            #expect(linked <= lists.values.reduce(0) { $0 + ($1.count > 1 ? $1.count : 0) })
        }
        for parent in 0..<parents { relation.cutAll(of: parent) }
        let linked = relation.linkedCount
        #expect(linked == 0)
    }

    @Test(arguments: 0..<5) func textListsAreLists(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var lists = TextLists()
        var mine = [TextLists.List](repeating: TextLists.List(), count: 6)
        var model = [[TextID]](repeating: [], count: 6)
        for step in 1..<3000 {
            let place = random.below(6)
            if random.below(5) < 3 {
                let text = TextID(raw: UInt32(step))
                lists.append(text, to: &mine[place])
                model[place].append(text)
            } else {
                let gone = lists.removeFirst(of: &mine[place])
                #expect(gone == (model[place].isEmpty ? .none : model[place].removeFirst()))
            }
            let (texts, last) = (lists.texts(of: mine[place]), lists.last(of: mine[place]))
            #expect(texts == model[place] && Int(mine[place].count) == texts.count)
            #expect(last == model[place].last ?? .none)
            try lists.checkInvariants(lists: mine)
            let cells = lists.cellCount
            #expect(cells == model.reduce(0) { $0 + ($1.count > 1 ? $1.count : 0) })
        }
    }

    @Test(arguments: [0, 1, 0xFFFF_FFFF, 0x1_0000_0000, 1_732_320_000_123, 253_402_300_799_999] as [Int64])
    func aMomentIsATimeOrNone(_ at: Int64) {
        #expect(Moment(at).value == at && Moment(at).orBefore == at && Moment(at) != .none)
        #expect(Moment.none.value == nil && Moment.none.orBefore == -1)
    }

    @Test(arguments: [1, 3, 20]) func aFailureRingIsAQueue(_ limit: Int) throws {
        var random = SeededGenerator(seed: UInt64(limit))
        var ring = FailureRing(limit: limit)
        var model: [Int64] = []
        for at in 0..<2000 as Range<Int64> {
            if random.once(in: 3) {
                let gone = ring.removeOldest()
                #expect(gone?.at == (model.isEmpty ? nil : model.removeFirst()))
            } else {
                let gone = ring.add(failure(at))
                model.append(at)
                #expect(gone?.at == (model.count > limit ? model.removeFirst() : nil))
            }
            #expect((0..<ring.count).map { ring[$0].at } == model)
            try ring.checkInvariants()
        }
    }

    private func failure(_ at: Int64) -> StoredFailure {
        StoredFailure(
            at: at, code: .none, reason: .none, number: .none, call: .none, connection: .none, seance: .none)
    }

    @Test func aFailureRingHoldsTheLast() {
        var ring = FailureRing(limit: 3)
        for at in 0..<8 {
            let gone = ring.add(failure(Int64(at)))
            #expect(gone?.at == (at < 3 ? nil : Int64(at - 3)))
            #expect((0..<ring.count).map { ring[$0].at } == (max(0, at - 2)...at).map(Int64.init))
        }
    }
}
