import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

@Suite struct CheckUpsTests {
    @Test(arguments: [1, 2, 3] as [UInt64]) func theFirstDueComesFirst(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var checkUps = CheckUps()
        var model: [Int64: [UInt32]] = [:]
        var held = 0
        for number in 0..<5000 {
            if random.below(5) > 1 {
                let due = Int64(random.below([400, 40_000][Int(seed) % 2]))
                checkUps.add(.init(due: due, slot: UInt32(number), kind: .call))
                model[due, default: []].append(UInt32(number))
                held += 1
            } else if let entry = checkUps.removeFirst(until: model.keys.min() ?? .max) {
                #expect(entry.due == model.keys.min())
                let place = model[entry.due]?.firstIndex(of: entry.slot)
                #expect(place != nil)
                if let place { model[entry.due]?.remove(at: place) }
                if model[entry.due]?.isEmpty == true { model[entry.due] = nil }
                held -= 1
            } else {
                #expect(held == 0)
            }
            #expect(checkUps.count == held)
            if number % 50 == 0 { try checkUps.checkInvariants() }
            let early = checkUps.removeFirst(until: (model.keys.min() ?? 0) - 1)
            #expect(early == nil)
        }
        while let entry = checkUps.removeFirst(until: .max) {
            #expect(entry.due == model.keys.min())
            model[entry.due]?.removeAll { $0 == entry.slot }
            if model[entry.due]?.isEmpty == true { model[entry.due] = nil }
        }
        #expect(model.isEmpty && checkUps.count == 0)
    }

    /// Removed entries leave no trace in the heap of the current second, nor in the lists of later seconds, however many
    /// blocks these have.
    @Test(arguments: [0, 2500] as [Int64], [1, 2, 7] as [UInt32])
    func onlyWhatIsKeptComesOut(now: Int64, every: UInt32) throws {
        var random = SeededGenerator(seed: 5)
        var checkUps = CheckUps()
        var model: [CheckUps.Entry] = []
        func add(_ slot: UInt32) {
            let kind = random.one(of: EventType.Subject.allCases)
            let entry = CheckUps.Entry(due: Int64(random.below(6) * 1024 + random.below(1024)), slot: slot, kind: kind)
            checkUps.add(entry)
            model.append(entry)
        }
        func name(_ entry: CheckUps.Entry) -> String { "\(entry.due) \(entry.slot) \(entry.kind)" }
        func checkFirst(until now: Int64) throws {
            try checkUps.checkInvariants()
            let (due, count) = (checkUps.firstDue, checkUps.count)
            #expect(due == model.map(\.due).min() ?? .max && count == model.count)
            var taken: [CheckUps.Entry] = []
            while let entry = checkUps.removeFirst(until: now) { taken.append(entry) }
            #expect(taken.map(\.due) == taken.map(\.due).sorted())
            #expect(taken.map(name).sorted() == model.filter { $0.due <= now }.map(name).sorted())
            model.removeAll { $0.due <= now }
        }
        // Six time spans of about 160 entries: five blocks each.
        for slot in 0..<UInt32(1000) { add(slot) }
        if now > 0 { try checkFirst(until: now) }
        for round in 0..<UInt32(2) {
            checkUps.keep { $0.slot % every == 0 }
            model.removeAll { $0.slot % every != 0 }
            let (due, count) = (checkUps.firstDue, checkUps.count)
            #expect(due == model.map(\.due).min() ?? .max && count == model.count)
            for slot in 0..<UInt32(300) { add(1000 + round * 300 + slot) }
        }
        for time in stride(from: now, through: 6 * 1024, by: 333) { try checkFirst(until: time) }
        try checkFirst(until: .max)
        #expect(model.isEmpty)
    }

    /// While feed time stands still, no check is due. Entries of ended calls are removed all the same, also when a new call
    /// in the same slot waits for the same moment. Live calls are checked in time.
    @Test(arguments: [true, false]) func whereTimeStandsStillEntriesDoNotPileUp(atOnce: Bool) throws {
        var limits = Limits()
        limits.logBytes = 0
        limits.endedObjects = 10
        let feed = try WatchedFeed(only: .ringing, threshold: 30_000, limits: limits)
        for number in 0..<40 { feed.take("call_create", "id=live-\(number) state=ringing", at: 1000) }
        var most = 0
        for number in 0..<12_000 {
            // Otherwise time goes back and forth a little, so that few calls wait for the same moment.
            let at = atOnce ? 1000 : Int64(number * 7 % 1000)
            feed.take("call_create", "id=\(number) state=ringing", at: at)
            feed.take("call_delete", "id=\(number)", at: at)
            most = max(most, try feed.domain().checkUps.count)
        }
        let domain = try feed.domain()
        let slots = domain.calls.slots
        #expect(slots < 60 && most > 4096 && most <= 4096 + 4 * slots)
        feed.tick(40_000)
        #expect(try feed.active().count == 40 && feed.fired(.ringing) == 40)
        #expect(try feed.active().allSatisfy { $0.since == start + 1000 && $0.firedAt == start + 31_000 })
        #expect(domain.checkUps.count == 0)
    }

    /// 55 calls a second that ring for 5 s: entries of ended calls do not pile up.
    @Test func shortLivesLeaveNothingBehind() throws {
        var limits = Limits()
        limits.logBytes = 0
        limits.endedObjects = 100
        let feed = try WatchedFeed(DetectorSettings(), limits: limits)
        var most = 0
        for number in 0..<30_000 {
            let at = Int64(number) * 18
            feed.take("call_create", "id=\(number) state=ringing", at: at)
            if number >= 278 { feed.take("call_delete", "id=\(number - 278)", at: at + 1) }
            if number % 100 == 0 { most = max(most, try feed.domain().checkUps.count) }
        }
        // Each waits for at most half a minute, because the threshold of ringing comes first.
        #expect(most < 56 * 31)
        feed.tick(1_000_000)
        #expect(try feed.domain().checkUps.count < 300)
    }

    /// A state that changes often does not add an entry each time. At most as many wait as the shortest threshold fits into
    /// the longest.
    @Test func anObjectHasFewEntries() throws {
        let feed = try WatchedFeed()
        var most = 0
        for step in 0..<12_000 {
            feed.take("call_set_state", "id=c state=\(step % 2 == 0 ? "ringing" : "hold")", at: Int64(step) * 1000)
            most = max(most, try feed.domain().checkUps.count)
        }
        #expect(most <= 3600 / 30 + 4)
    }

    @Test func anOldObjectIsLookedAtAsOftenAsItsAgeDoubles() throws {
        let year: Int64 = 365 * 24 * 3_600_000
        let feed = try WatchedFeed(only: .silent, threshold: 20 * year)
        feed.take("seance_create", "id=s", at: 0)
        let domain = try feed.domain()
        var looks = 0
        while domain.checkUps.firstDue < start + 10 * year {
            feed.tick(domain.checkUps.firstDue - start)
            looks += 1
        }
        // A minute doubles 23 times in ten years.
        #expect(looks > 15 && looks <= 25)
        #expect(domain.checkUps.count == 1)
    }

    @Test func whereNothingCanBeDueNobodyLooks() throws {
        let feed = try WatchedFeed(only: .ringing)
        feed.take("connection_link_call", "id=k idcall=c", at: 0)
        feed.take("call_attach_to_seance", "id=c idseance=s", at: 0)
        #expect(try feed.domain().checkUps.count == 0)
    }
}
