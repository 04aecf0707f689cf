import CCSEvents
public import CCSState

/// An anomaly that lasts, or one that is over, and its domain.
public struct AnomalyItem {
    /// Where an anomaly stands in the list: those that are open come first.
    enum Standing: Int {
        case open, fact, ended
    }

    /// What is wrong, or was.
    public let anomaly: Anomaly
    /// Where.
    public let domain: Domain
    /// What is kept of it, where it is over.
    let ended: Episode?

    /// One that lasts.
    init(anomaly: Anomaly, domain: Domain) {
        (self.anomaly, self.domain, ended) = (anomaly, domain, nil)
    }

    /// One that is over.
    init(ended: Episode, domain: Domain) {
        (anomaly, self.domain, self.ended) = (ended.anomaly, domain, ended)
    }

    /// The one in a slot of episodes; nil where the slot is empty, and where it ended too long ago.
    init?(endedAt slot: Int, in domain: Domain, now: Int64) {
        guard let ended = domain.episode(at: slot), let end = ended.endedAt, end >= now - Episode.stay else {
            return nil
        }
        self.init(ended: ended, domain: domain)
    }

    /// When it was over; nil while it lasts.
    var endedAt: Int64? { ended?.endedAt }

    /// Whether a gap leaves open if it goes on, or whether it is over.
    var isUnconfirmed: Bool { ended?.isUnconfirmed ?? domain.isUnconfirmed(anomaly) }

    /// When its time stopped: it ended, or the feed was lost and nothing was heard of its object since.
    var timeStops: Int64? { endedAt ?? domain.stoppedAt(anomaly) }

    /// Of a call that rings, the number of the caller for whom it does, as far as that is known.
    var caller: FeedText { ended?.caller ?? domain.caller(of: anomaly) }

    var standing: Standing { ended != nil ? .ended : anomaly.isFact ? .fact : .open }

    /// Whether it wants nobody's attention: it is over, a fact, or acknowledged.
    var isQuiet: Bool { standing != .open || anomaly.isAcknowledged }

    /// The object it is about, while that is kept.
    var object: (any PaneObject)? {
        guard case .object(let key) = anomaly.subject else { return nil }
        return AnomalyText.object(key, in: domain)
    }

    /// The id of the object, which outlives it.
    var id: FeedText {
        guard case .object = anomaly.subject else { return .none }
        return ended?.id ?? object?.id ?? .none
    }

    /// The seance it belongs to, while that is kept.
    var seance: ObjectKey? {
        guard let ended else { return object?.owner?.key }
        return ended.seance.flatMap { domain.seance($0)?.key } ?? object?.owner?.key
    }

    /// The number, or who called whom.
    func who(_ view: Viewpoint) -> Value {
        if case .number(let number) = anomaly.subject { return .string(number) }
        if let ended {
            if ended.isOfCall { return call(ended.from, ended.name, view) }
            return parties(ended.from, ended.to, view)
        }
        switch object {
        case let object as Call: return call(object.number, object.name, view)
        case let connection as Connection: return parties(connection.from, connection.to, view)
        case let seance as Seance: return parties(seance.from, seance.to, view)
        default: return .none
        }
    }

    /// The number of a call; of one that rings for a caller, `caller → number name`.
    private func call(_ number: FeedText, _ name: FeedText, _ view: Viewpoint) -> Value {
        let caller = caller
        guard !caller.isEmpty else { return .feed(number) }
        let called = [number, name].filter { !$0.isEmpty }.map(\.string).joined(separator: " ")
        let end = called.isEmpty ? view.glyphs.dash.string : called
        return .string("\(caller.string) \(view.glyphs.arrow) \(end)")
    }

    private func parties(_ from: FeedText, _ to: FeedText, _ view: Viewpoint) -> Value {
        if from.isEmpty, to.isEmpty { return .none }
        let dash = view.glyphs.dash.string
        let ends = [from, to].map { $0.isEmpty ? dash : $0.string }
        return .string(ends.joined(separator: " \(view.glyphs.arrow) "))
    }
}

extension Episode {
    fileprivate var isOfCall: Bool {
        if case .object(let key) = anomaly.subject { key.kind == .call } else { false }
    }
}
