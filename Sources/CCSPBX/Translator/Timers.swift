/// The timers. Timers of one kind wait equally long, so each kind is a queue.
struct Timers {
    enum Item {
        /// Do the calls of a connection still hear each other?
        case connection(Connection)
        /// Is a leg still alone?
        case leg(Leg)
        /// Is the domain of a seance still unknown?
        case seance(Seance)
    }

    private struct Queue {
        var items: [(due: Int64, item: Item)] = []
        var next = 0

        var due: Int64? { next < items.count ? items[next].due : nil }

        mutating func take() -> Item {
            let item = items[next].item
            next += 1
            if next > 64, next * 2 > items.count {
                items.removeFirst(next)
                next = 0
            }
            return item
        }
    }

    private var queues = [Queue(), Queue(), Queue()]

    /// Adds an item. Times of one kind never go back.
    mutating func add(_ item: Item, due: Int64) {
        let place =
            switch item {
            case .connection: 0
            case .leg: 1
            case .seance: 2
            }
        queues[place].items.append((due, item))
    }

    /// When the next item is due.
    var nextDue: Int64? { queues.compactMap(\.due).min() }

    /// Takes the item that is due first.
    mutating func next() -> Item? {
        guard let due = nextDue, let place = queues.firstIndex(where: { $0.due == due }) else { return nil }
        return queues[place].take()
    }

    /// Takes the items for which this holds, in the order in which they are due.
    mutating func take(where isWanted: (Item) -> Bool) -> [Item] {
        var taken: [(due: Int64, item: Item)] = []
        for place in queues.indices where queues[place].due != nil {
            let waiting = queues[place].items[queues[place].next...]
            guard waiting.contains(where: { isWanted($0.item) }) else { continue }
            taken += waiting.filter { isWanted($0.item) }
            queues[place] = Queue(items: waiting.filter { !isWanted($0.item) })
        }
        return taken.sorted { $0.due < $1.due }.map(\.item)
    }
}

extension Translator {
    func run(_ item: Timers.Item?) {
        switch item {
        case .connection(let connection): check(connection)
        case .leg(let leg): checkAlone(leg)
        case .seance(let seance): if !seance.isOver, seance.home == nil { setHome(defaultDomain, of: seance) }
        case nil: break
        }
    }

    /// Without times, a timer runs out when the PBX speaks of something else.
    func runTimers(butOf fact: Fact) {
        guard timers.nextDue != nil else { return }
        var meant = fact.ids.compactMap { graph.legs[$0]?.seance ?? graph.seances[$0] }
        // A message about an unknown channel runs no timer.
        var isNew = false
        if case .born = fact { isNew = true }
        guard !meant.isEmpty || isNew else { return }
        // A bridge that the fact names may be of another seance.
        for leg in fact.ids.compactMap({ graph.legs[$0] }) {
            meant += leg.bridge.map { $0.members.map(\.seance) } ?? []
        }
        let isOther = { (seance: Seance) in !meant.contains { $0 === seance } }
        let due = timers.take { item in
            switch item {
            case .connection(let connection): isOther(connection.seance)
            case .leg(let leg): isOther(leg.seance)
            case .seance(let seance): isOther(seance)
            }
        }
        for item in due {
            // These timers count as expired.
            if case .leg(let leg) = item { leg.aloneSince = leg.aloneSince.map { min($0, now - Self.alone) } }
            if case .connection(let connection) = item {
                for leg in connection.calls {
                    leg.aloneSince = leg.aloneSince.map { min($0, now - Self.transit) }
                }
            }
            run(item)
        }
    }
}

extension Fact {
    /// The channels and groups that it names.
    var ids: [String] {
        switch self {
        case .born(let birth): [birth.id, birth.group, birth.originator].compactMap { $0 }
        case .dials(let dial): [dial.caller, dial.callee].compactMap { $0 }
        case .dialOver(let result): [result.caller, result.callee].compactMap { $0 }
        case .joined(let id, _, _, let group): [id, group].compactMap { $0 }
        case .pair(let one, let two): [one, two]
        case .replaced(let old, let new): [old, new]
        case .blindTransfer(let by, let of, _): [by, of].compactMap { $0 }
        case .attendedTransfer(let by, let second, let of, let target, _):
            [by, second, of, target].compactMap { $0 }
        case .retrieved(let id, let by): [id, by].compactMap { $0 }
        case .hungUp(let end): [end.id]
        case .picture, .bridgeKind: []
        case .state(let id, _), .left(let id, _), .party(let id, _, _), .domain(let id, _), .held(let id, _),
            .digit(let id, _), .sentOn(let id, _), .recordKey(let id, _), .recordStarted(let id, _),
            .recordStopped(let id), .queued(let id, _),
            .gaveUp(let id), .leftQueue(let id), .parked(let id), .dialStatus(let id, _, _):
            [id]
        }
    }
}
