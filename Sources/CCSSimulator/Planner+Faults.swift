/// Faults: made across the detectors' thresholds if requested, and noted for the list.
extension Planner {
    /// From half of a detector's threshold to twice the threshold.
    func across(_ kind: Fault.Kind) -> ClosedRange<Int> { (kind.threshold / 2)...(kind.threshold * 2) }

    /// Notes a fault for the list. Times are milliseconds since the start of the seance.
    mutating func note(_ kind: Fault.Kind, _ subject: Fault.Subject, from begin: Int32, to end: Int32?) {
        guard faults, listsFaults else { return }
        script.faults.append(Fault(kind: kind, subject: subject, begin: begin, end: end))
    }

    /// The storm of trunk failures at a time: 90 seconds in every quarter of an hour.
    func storm(at time: Int64) -> (index: Int64, begin: Int64, end: Int64)? {
        guard faults else { return nil }
        let index = (time - startAt) / 900_000
        let begin = startAt + index * 900_000 + 420_000
        return (begin..<(begin + 90_000)).contains(time) ? (index, begin, begin + 90_000) : nil
    }

    /// With near misses, the operators' telephones fail for two minutes in every four. Then about a fifth of all attempts of
    /// the domain fail.
    var isBadQuarter: Bool { nearMisses && (script.birth + Int64(now) - startAt) % 240_000 >= 120_000 }

    // MARK: - Faults that follow from the plan

    /// Notes silent objects, objects that outlive their seance, and empty connections. The steps must be in order.
    mutating func noteConsequences() {
        guard faults, listsFaults else { return }
        var calls = Array(repeating: ObjectLife(), count: script.calls.count)
        var connections = Array(repeating: ObjectLife(), count: script.connections.count)
        var seance = ObjectLife()
        // The connection of each call, and the number of calls in each connection.
        var places = Array(repeating: Step.nobody, count: script.calls.count)
        var members = Array(repeating: 0, count: script.connections.count)
        var emptySince: [Int32?] = Array(repeating: nil, count: script.connections.count)

        func leave(_ call: UInt8, at time: Int32) {
            let place = Int(places[Int(call)])
            places[Int(call)] = Step.nobody
            guard members.indices.contains(place) else { return }
            members[place] -= 1
            if members[place] == 0, connections[place].endedAt == nil { emptySince[place] = time }
        }
        for step in script.steps where Int(step.domain) == home {
            switch step.kind {
            case .callCreate, .callUpdate, .callSetState, .callDTMF, .callAttach, .callDelete:
                calls[Int(step.subject)].hear(step.time, isDelete: step.kind == .callDelete)
                if step.kind == .callAttach { seance.hear(step.time) }
                if step.kind == .callDelete { leave(step.subject, at: step.time) }
            case .connectionFailure, .connectionSetRecordInfo:
                break
            case .seanceCreate, .seanceUpdate, .seanceSetState, .seanceSetNextNumber, .seanceDelete:
                seance.hear(step.time, isDelete: step.kind == .seanceDelete)
            default:
                let connection = Int(step.subject)
                connections[connection].hear(step.time, isDelete: step.kind == .connectionDelete)
                if step.kind == .connectionAttach { seance.hear(step.time) }
                if step.kind == .connectionCreate { emptySince[connection] = step.time }
                if step.kind == .connectionDelete, let since = emptySince[connection] {
                    note(.empty, .connection(step.subject), from: since, to: step.time)
                    emptySince[connection] = nil
                }
                if step.kind == .connectionLink {
                    calls[Int(step.other)].hear(step.time)
                    guard places[Int(step.other)] != step.subject else { continue }
                    leave(step.other, at: step.time)
                    places[Int(step.other)] = step.subject
                    members[connection] += 1
                    if let since = emptySince[connection] {
                        note(.empty, .connection(step.subject), from: since, to: step.time)
                        emptySince[connection] = nil
                    }
                }
            }
        }
        for (index, since) in emptySince.enumerated() {
            guard let since else { continue }
            note(.empty, .connection(UInt8(truncatingIfNeeded: index)), from: since, to: nil)
        }
        for (index, call) in calls.enumerated() {
            noteEnd(call, .call(UInt8(truncatingIfNeeded: index)), seance: seance)
        }
        for (index, connection) in connections.enumerated() {
            noteEnd(connection, .connection(UInt8(truncatingIfNeeded: index)), seance: seance)
        }
        noteSilence(seance, .seance)
        // A number loop stays true as long as its seance lasts.
        guard let end = seance.endedAt else { return }
        for index in script.faults.indices where script.faults[index].kind == .loop { script.faults[index].end = end }
    }

    private mutating func noteEnd(_ life: ObjectLife, _ subject: Fault.Subject, seance: ObjectLife) {
        noteSilence(life, subject)
        guard life.newest != nil, let ended = seance.endedAt, life.endedAt.map({ $0 > ended }) ?? true else { return }
        note(.outlived, subject, from: ended, to: life.endedAt)
    }

    private mutating func noteSilence(_ life: ObjectLife, _ subject: Fault.Subject) {
        for silence in life.silences { note(.silent, subject, from: silence.from, to: silence.to) }
        if let newest = life.newest, life.endedAt == nil { note(.silent, subject, from: newest, to: nil) }
    }
}

/// When events of an object came, in milliseconds since the start of the seance.
private struct ObjectLife {
    private(set) var newest: Int32?
    private(set) var endedAt: Int32?
    /// Times without an event that are long enough for the list.
    private(set) var silences: [(from: Int32, to: Int32)] = []

    mutating func hear(_ time: Int32, isDelete: Bool = false) {
        if let newest, Int(time) - Int(newest) >= Fault.Kind.silent.threshold / 2 { silences.append((newest, time)) }
        newest = time
        if isDelete { endedAt = time }
    }
}
