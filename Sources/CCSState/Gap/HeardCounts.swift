import CCSEvents

/// Counts of the objects that were heard of last over one connection to a source.
///
/// A gap makes all of them unconfirmed at once. So what is confirmed is a sum over the connections that were not lost, and a gap
/// costs no walk over the objects.
struct HeardCounts: Equatable {
    /// Live objects by kind (``EventType/Subject``).
    var live = InlineArray<3, Int32>(repeating: 0)
    /// Live objects whose create was not heard, by kind.
    var partial = InlineArray<3, Int32>(repeating: 0)
    /// Live seances that began before they were heard of, as far as no event said otherwise.
    var seancesFromBefore: Int32 = 0
    /// Live calls whose state is not stale, by ``Phase``.
    var callsByPhase = InlineArray<10, Int32>(repeating: 0)
    /// Live connections whose recording runs, as far as is not stale.
    var recordings: Int32 = 0
    /// Ended connections that wait for the end of their recording.
    var unfinished: Int32 = 0

    /// All objects that hold the number of the connection.
    var carriers: Int { live.indices.reduce(Int(unfinished)) { $0 + Int(live[$1]) } }

    private mutating func count(_ header: ObjectHeader, _ kind: EventType.Subject, by change: Int32) {
        guard header.life == .live else { return }
        live[Int(kind.rawValue)] += change
        if header.isPartial { partial[Int(kind.rawValue)] += change }
    }

    mutating func count(_ call: CallRecord, by change: Int32) {
        count(call.header, .call, by: change)
        guard call.header.life == .live, !call.header.stale.contains(.state) else { return }
        callsByPhase[Int(call.header.phase.rawValue)] += change
    }

    mutating func count(_ connection: ConnectionRecord, by change: Int32) {
        count(connection.header, .connection, by: change)
        guard connection.runsRecording else { return }
        if connection.header.life == .live { recordings += change } else { unfinished += change }
    }

    mutating func count(_ seance: SeanceRecord, by change: Int32) {
        count(seance.header, .seance, by: change)
        if seance.header.life == .live, seance.beganUnheard { seancesFromBefore += change }
    }

    mutating func add(_ other: HeardCounts) {
        for kind in live.indices {
            live[kind] += other.live[kind]
            partial[kind] += other.partial[kind]
        }
        seancesFromBefore += other.seancesFromBefore
        for phase in callsByPhase.indices { callsByPhase[phase] += other.callsByPhase[phase] }
        recordings += other.recordings
        unfinished += other.unfinished
    }

    /// By every count.
    static func == (left: HeardCounts, right: HeardCounts) -> Bool {
        left.live.indices.allSatisfy { left.live[$0] == right.live[$0] && left.partial[$0] == right.partial[$0] }
            && left.callsByPhase.indices.allSatisfy { left.callsByPhase[$0] == right.callsByPhase[$0] }
            && left.seancesFromBefore == right.seancesFromBefore && left.recordings == right.recordings
            && left.unfinished == right.unfinished
    }
}

extension ConnectionRecord {
    /// Whether its recording runs, as far as that is not stale. An ended one then waits for the end of its recording.
    var runsRecording: Bool { header.life != .free && recordStatus == .recording && !header.stale.contains(.record) }
}
