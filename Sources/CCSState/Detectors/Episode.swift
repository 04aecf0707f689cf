package import CCSEvents

/// An anomaly from its beginning to its end, whether it lasts or is over. Its texts lie in the state: valid until the next event.
package struct Episode {
    /// The anomaly, as it is or as it was at its end.
    package let anomaly: Anomaly
    /// When it was seen to be over, in milliseconds of feed time; nil while it lasts.
    package let endedAt: Int64?
    /// Whether it ended because its object or number left the state: then nobody knows whether the trouble is over.
    package let hasLeft: Bool
    /// The id of the object, or the number.
    package let id: FeedText
    /// The number of a call; of a connection or a seance, who called whom.
    package let from: FeedText
    /// See ``from``.
    package let to: FeedText
    /// The number of the caller who waits for a ringing call to be answered; none for other anomalies.
    package let caller: FeedText
    /// The name of the person whom the ringing call is for; none for other anomalies.
    package let name: FeedText
    /// Whether a gap leaves open if it goes on, or whether it is over.
    package let isUnconfirmed: Bool
    /// The seance that the object belonged to.
    package let seance: ObjectKey?

    /// How long an episode can be looked at after its end, in milliseconds of feed time.
    package static let stay = EpisodeStore.stay
}

extension Domain {
    /// Slots in which there may be an episode that is over.
    package var episodeSlots: Int { episodes?.slots ?? 0 }

    /// How many that are over are kept.
    package var episodesKept: Int { episodes?.count ?? 0 }

    /// The episode in a slot, one that is over; nil where the slot is empty.
    package func episode(at slot: Int) -> Episode? {
        guard let stored = episodes?[slot] else { return nil }
        let id = texts.text(stored.id)
        let subject: Anomaly.Subject =
            switch stored.subject {
            case .object: stored.object.map { .object($0) } ?? .domain
            case .number: .number(id.string)
            case .domain: .domain
            case .feed: .feed
            }
        let peak = stored.peakOf > 0 ? (failed: Int(stored.peakFailed), of: Int(stored.peakOf)) : nil
        var anomaly = Anomaly(
            serial: stored.serial, detector: stored.detector, subject: subject, since: stored.since,
            firedAt: stored.firedAt, count: stored.count, share: nil, peak: peak)
        anomaly.isAcknowledged = stored.isAcknowledged
        return Episode(
            anomaly: anomaly, endedAt: stored.endedAt, hasLeft: stored.hasLeft, id: id, from: texts.text(stored.from),
            to: texts.text(stored.to), caller: texts.text(stored.caller), name: texts.text(stored.name),
            isUnconfirmed: stored.isUnconfirmed, seance: stored.seance)
    }

    /// The slot of the episode of an anomaly that is over. Cost: the slots.
    package func slot(ofEpisode serial: Int) -> Int? { episodes?.slot(of: serial) }

    /// The episode of an anomaly that lasts.
    package func episode(of anomaly: Anomaly) -> Episode {
        let (id, from, to) = subjectTexts(anomaly.subject)
        let (caller, name) = ringingTexts(anomaly)
        var number = FeedText.none
        if case .number(let text) = anomaly.subject { number = texts.text(find(text)) }
        var seance: ObjectKey?
        if case .object(let key) = anomaly.subject { seance = seanceKey(of: key) }
        return Episode(
            anomaly: anomaly, endedAt: nil, hasLeft: false, id: number.isEmpty ? texts.text(id) : number,
            from: texts.text(from), to: texts.text(to), caller: texts.text(caller), name: texts.text(name),
            isUnconfirmed: isUnconfirmed(anomaly), seance: seance)
    }

    /// All episodes that began or ended in the last day before a moment: those that last and those that are over, in the order in
    /// which they fired. Cost: sorting them.
    package func episodes(until now: Int64) -> [Episode] {
        var all = anomalies.slots.compactMap { $0.map { episode(of: $0) } }
        for slot in 0..<episodeSlots {
            if let episode = episode(at: slot), let end = episode.endedAt, end >= now - Episode.stay {
                all.append(episode)
            }
        }
        return all.sorted {
            ($0.anomaly.firedAt, $0.anomaly.serial) < ($1.anomaly.firedAt, $1.anomaly.serial)
        }
    }

    /// Takes out an anomaly, where it lasted, and keeps it as an episode. `hasLeft` says that its object or number leaves the state,
    /// so that nobody knows whether the trouble is over.
    func endAnomaly(_ key: AnomalyKey, at: Int64, hasLeft: Bool = false) {
        guard let anomaly = anomalies.clear(key) else { return }
        var episode = StoredEpisode(
            serial: anomaly.serial, since: min(anomaly.since, at), firedAt: min(anomaly.firedAt, at), endedAt: at,
            count: anomaly.count, detector: anomaly.detector, subject: .domain,
            isAcknowledged: anomaly.isAcknowledged, hasLeft: hasLeft,
            isUnconfirmed: hasLeft && isUnconfirmed(anomaly))
        if let peak = anomaly.peak {
            (episode.peakFailed, episode.peakOf) = (UInt32(clamping: peak.failed), UInt32(clamping: peak.of))
        }
        switch anomaly.subject {
        case .object(let key):
            episode.subject = .object
            episode.object = key
            episode.seance = seanceKey(of: key)
            (episode.id, episode.from, episode.to) = subjectTexts(anomaly.subject)
            (episode.caller, episode.name) = ringingTexts(anomaly)
            episode.forEachText { texts.retain($0) }
        case .number(var number):
            episode.subject = .number
            episode.id = number.withUTF8 { texts.intern(FeedText(UnsafeRawBufferPointer($0))) }
        case .domain: break
        case .feed: episode.subject = .feed
        }
        let store = episodes ?? EpisodeStore(isFollowed: anomalies.changed.isFollowed)
        episodes = store
        store.add(episode, limit: limits.episodes, texts: &texts)
    }

    /// Drops the episodes that are over, as if they had never been.
    func forgetEpisodes() { episodes?.removeAll(from: &texts) }

    /// The id of the object that an anomaly is about, and the numbers that it is shown with. No use of them is added.
    private func subjectTexts(_ subject: Anomaly.Subject) -> (id: TextID, from: TextID, to: TextID) {
        guard case .object(let key) = subject else { return (.none, .none, .none) }
        let slot = Int(key.slot)
        switch key.kind {
        case .call: return (calls[slot].header.id, calls[slot].number, .none)
        case .connection: return (connections[slot].header.id, connections[slot].from, connections[slot].to)
        case .seance: return (seances[slot].header.id, seances[slot].from, seances[slot].to)
        }
    }

    /// Of a call that rings for somebody, the number of that caller, and the name of the one who is called.
    private func ringingTexts(_ anomaly: Anomaly) -> (caller: TextID, name: TextID) {
        let caller = callerNumber(of: anomaly)
        guard caller.isSome, case .object(let key) = anomaly.subject else { return (.none, .none) }
        return (caller, calls[Int(key.slot)].name)
    }

    private func find(_ text: String) -> TextID {
        var text = text
        return text.withUTF8 { texts.find(FeedText(UnsafeRawBufferPointer($0))) }
    }

    private func seanceKey(of key: ObjectKey) -> ObjectKey? {
        let slot = Int(key.slot)
        let seance =
            switch key.kind {
            case .call: seance(ofCall: slot)
            case .connection: connectionsOfSeances.parent(of: slot)
            case .seance: slot
            }
        return seance.map { ObjectKey(kind: .seance, serial: seances[$0].header.serial, slot: UInt32($0)) }
    }
}
