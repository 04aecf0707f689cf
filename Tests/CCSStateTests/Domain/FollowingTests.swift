import CCSEvents
import Testing

@testable import CCSState

@Suite("Following a domain")
struct FollowingTests {
    private static func feed() throws -> (TestFeed, Domain) {
        let feed = try TestFeed([
            event("seance_create", "id=s1"), event("seance_create", "id=s2"), event("connection_create", "id=k1"),
            event("connection_attach_to_seance", "id=k1 idseance=s1"), event("call_create", "id=c1 number=7"),
            event("connection_link_call", "id=k1 idcall=c1"), event("call_create", "id=c2 number=7"),
        ])
        return (feed, try feed.domain())
    }

    /// The ids of the objects that may have changed.
    private static func changes<Object: FeedObject>(
        _ kind: Object.Type, _ domain: Domain, _ token: Int
    ) -> Set<String>? {
        var ids: Set<String> = []
        let isFollowed = domain.takeChanges(token, of: kind.kind) { slot in
            ids.insert(kind.at(slot, in: domain)?.id.string ?? "(gone)")
        }
        return isFollowed ? ids : nil
    }

    @Test("Each change is handed out once, with the objects that depend on it")
    func once() throws {
        let (feed, domain) = try Self.feed()
        let token = domain.follow()
        #expect(Self.changes(Seance.self, domain, token) == [])
        feed.take(event("call_dtmf", "id=c1", at: 1))
        #expect(Self.changes(Seance.self, domain, token) == ["s1"])
        #expect(Self.changes(Seance.self, domain, token) == [])
        feed.take(event("call_dtmf", "id=c1", at: 2))
        #expect(Self.changes(Connection.self, domain, token) == ["k1"])
        feed.take(event("seance_delete", "id=s1", at: 3))
        #expect(Self.changes(Call.self, domain, token) == ["c1"])
    }

    @Test("A moved object changes its old and its new parent")
    func moved() throws {
        let (feed, domain) = try Self.feed()
        let token = domain.follow()
        feed.take(event("connection_attach_to_seance", "id=k1 idseance=s2", at: 1))
        #expect(Self.changes(Seance.self, domain, token) == ["s1", "s2"])
    }

    @Test("There is one follower at a time, and a replaced one is told that it missed changes")
    func takenOver() throws {
        let (feed, domain) = try Self.feed()
        let first = domain.follow()
        let second = domain.follow()
        feed.take(event("seance_update", "id=s2", at: 1))
        #expect(Self.changes(Seance.self, domain, first) == nil)
        domain.unfollow(first)
        #expect(Self.changes(Seance.self, domain, second) == ["s2"])
        domain.unfollow(second)
        feed.take(event("seance_update", "id=s2", at: 2))
        #expect(Self.changes(Seance.self, domain, domain.follow()) == [])
    }

    @Test("Live calls are counted by number, and a number's place is handed out when it changes")
    func numbers() throws {
        let (feed, domain) = try Self.feed()
        let numbers = LiveNumbers(of: domain)
        func live() -> [String: Int] {
            var found: [String: Int] = [:]
            for place in 0..<numbers.count {
                if let facts = numbers.facts(place, nothing: []) { found[facts.number.string] = facts.live.confirmed }
            }
            return found
        }
        var left = 1
        let counted = numbers.bring(
            to: start,
            while: {
                left -= 1
                return left >= 0
            }, { _ in }, counted: { _ in })
        #expect(counted == 0.5)
        #expect(live() == ["7": 1])
        #expect(numbers.bring(to: start, { _ in }, counted: { _ in }) == 1)
        #expect(live() == ["7": 2])
        feed.take(event("call_update", "id=c1 number=8", at: 1))
        feed.take(event("call_delete", "id=c2", at: 2))
        var places: Set<Int> = []
        _ = numbers.bring(to: start, { places.insert($0) }, counted: { _ in })
        #expect(live() == ["8": 1])
        #expect(places.count == 2)
        try numbers.checkInvariants()
    }

    @Test("An anomaly is handed out when it begins, changes or ends, and when its object changes, and keeps its slot")
    func anomalies() throws {
        let (feed, domain) = try Self.feed()
        let token = domain.follow()
        var ended: Set<Int> = []
        func changed() -> Set<Int> {
            var slots: Set<Int> = []
            domain.takeChangedAnomalies(token, { slots.insert($0) }, ended: { ended.insert($0) })
            return slots
        }
        feed.take(event("call_create", "id=r1 state=ringing number=5", at: 1))
        feed.take(event("call_create", "id=r2 state=ringing number=6", at: 2))
        #expect(changed().isEmpty)
        feed.take(event("seance_update", "id=s1", at: 40_000))
        let ringing = domain.activeAnomalies.filter { $0.detector == .ringing }
        let slots = try ringing.map { try #require(domain.slot(ofAnomaly: $0.serial)) }
        #expect(slots.count == 2)
        #expect(changed().isSuperset(of: slots))
        feed.take(event("seance_update", "id=s1", at: 41_000))
        #expect(changed().isDisjoint(with: slots))
        feed.take(event("call_update", "id=r1 number=7", at: 42_000))
        #expect(changed().intersection(slots) == [slots[0]])
        domain.acknowledge(ringing[1].serial)
        #expect(changed().intersection(slots) == [slots[1]])
        #expect(domain.anomaly(at: slots[1])?.isAcknowledged == true)
        let before = domain.anomalyCounts
        feed.take(event("call_set_state", "id=r2 state=dialog", at: 43_000))
        #expect(changed().contains(slots[1]))
        #expect(domain.anomaly(at: slots[1]) == nil)
        // Its episode has a separate slot.
        let episodes = ended.compactMap { domain.episode(at: $0)?.anomaly.serial }
        #expect(episodes == [ringing[1].serial])
        #expect(domain.anomaly(at: slots[0])?.serial == ringing[0].serial)
        #expect(domain.anomalyCounts == (before.active - 1, before.unseen))
        domain.unfollow(token)
        feed.take(event("call_set_state", "id=r1 state=dialog", at: 44_000))
        #expect(changed().isEmpty)
    }
}
