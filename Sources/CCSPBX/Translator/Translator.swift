/// Facts in, events out. It keeps the graph of channels and tells what changes in it as the 19 events.
///
/// It is pure: time comes with facts and ticks. Nothing that a PBX can say traps or throws.
package final class Translator {
    /// How long a leg may be between two bridges, in milliseconds.
    static let transit: Int64 = 250
    /// How long an answered caller may be alone before an announcement must be what it hears.
    static let alone: Int64 = 500
    /// How long events wait for the domain of their seance.
    static let patience: Int64 = 1000
    /// The most events that wait for the domain of one seance.
    static let mostHeldBack = 1000

    var graph = Graph()
    /// The newest time, in milliseconds since 1970. It never goes back.
    var now: Int64 = 0
    var events: [PBXEvent] = []
    /// The domain of whatever has none.
    let defaultDomain: String
    var timers = Timers()
    /// Whether a picture is being taken: it says where calls are, not how they were routed.
    var isTakingPicture = false
    /// Whether facts have times of their own. Without them timers run on facts of other seances.
    package var isTimed = true

    package init(defaultDomain: String) { self.defaultDomain = defaultDomain }

    /// The events since they were last taken.
    package func takeEvents() -> [PBXEvent] {
        defer { events = [] }
        return events
    }

    /// Whether there are events to be taken.
    package var hasEvents: Bool { !events.isEmpty }

    /// Channels that were dropped because there were too many.
    package var droppedChannels: Int { graph.dropped }

    /// The faults of the graph. Empty while the graph is sound.
    package func checkInvariants() -> [String] { graph.checkInvariants() }

    /// Time goes on.
    package func tick(_ at: Int64) {
        while let due = timers.nextDue, due <= at {
            now = max(now, due)
            run(timers.next())
        }
        now = max(now, at)
    }

    /// Nothing more comes: all timers run out.
    package func runOut() { tick(now + max(Self.transit, Self.alone, Self.patience)) }

    /// Takes a fact of this time, in milliseconds since 1970.
    package func take(_ fact: Fact, at: Int64) {
        tick(at)
        if !isTimed { runTimers(butOf: fact) }
        switch fact {
        case .born(let birth): born(birth)
        case .state(let id, let state): if let leg = graph.legs[id] { take(state, of: leg) }
        case .dials(let dial): dials(dial)
        case .dialOver(let result): dialOver(result)
        case .joined(let id, let bridge, let kind, _): if let leg = graph.legs[id] { join(leg, bridge, kind) }
        case .left(let id, let bridge): if let leg = graph.legs[id] { leave(leg, bridge) }
        case .bridgeKind(let id, let kind): learn(kind, ofBridge: id)
        case .pair(let one, let two): pair(graph.legs[one], graph.legs[two])
        case .replaced(let old, let new): graph.rename(old, new)
        case .party(let id, let number, let name): if let leg = graph.legs[id] { update(leg, number, name) }
        case .domain(let id, let domain): if let leg = graph.legs[id] { learn(domain, of: leg) }
        case .held(let id, let isHeld): if let leg = graph.legs[id] { hold(leg, isHeld) }
        case .digit(let id, let digit): if let leg = graph.legs[id] { tell(.callDTMF, leg, [.init(.digit, digit)]) }
        case .recordKey(let id, let key): party(behind: id)?.recordKey = key
        case .recordStarted(let id, let key): if let leg = graph.legs[id] { startRecord(leg, key) }
        case .recordStopped(let id): if let leg = graph.legs[id] { stopRecord(leg) }
        case .blindTransfer(let by, let of, let number): blindTransfer(by: by, of: of, to: number)
        case .sentOn(let id, let number): sentOn(id, number)
        case .attendedTransfer(let by, let second, let of, let target, let isRinging):
            attendedTransfer(by: by, second: second, of: of, target: target, isRinging: isRinging)
        case .queued(let id, let queue): if let leg = party(behind: id) { enqueue(leg, queue) }
        case .gaveUp(let id): if let leg = party(behind: id) { setState("cancelled", of: leg.seance) }
        case .leftQueue(let id): party(behind: id)?.nextNumber = nil
        case .parked(let id): if let leg = party(behind: id) { park(leg) }
        case .retrieved(let id, _): party(behind: id)?.isParked = false
        case .dialStatus(let id, let status, let number): dialStatus(id, status, number)
        case .hungUp(let end): if let leg = graph.legs[end.id] { hangUp(leg, end) }
        case .picture(let picture): take(picture)
        }
    }

    /// The party that a channel stands for: itself, or the party behind a Local channel.
    func party(behind id: String?) -> Leg? {
        guard let leg = id.flatMap({ graph.legs[$0] }) else { return nil }
        if leg.isParty { return leg }
        return graph.root(of: leg) ?? leg.bridge.flatMap { graph.cluster(of: $0).parties.first }
    }
}
