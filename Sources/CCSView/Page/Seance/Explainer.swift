import CCSEvents
import CCSState

/// Says which event set what a row shows: found in the domain's log, newest first.
struct Explainer {
    let domain: Domain
    let reader: KeptLineReader
    let view: Viewpoint

    /// Lines to read about a row; nil where there is nothing to say.
    func explain(_ id: RowID) -> [StyledText]? {
        switch id {
        case .object(let key): return field("state", of: key)
        case .field(let key, let name): return field(name, of: key)
        case .fact:
            let item = Row.anomaly(id, in: domain, now: view.now) ?? Row.changedAnomaly(id, in: domain, now: view.now)
            return item.map { [line(AnomalyText.why($0, view)), line($0.anomaly.detector.row.help)] }
        case .domain, .sequence: return nil
        }
    }

    /// An event of the log: its line as it is kept.
    func event(_ sequence: Int) -> [StyledText]? {
        guard let entry = domain.log.entry(sequence) else { return nil }
        return [line("\(entry.type.name) \(when(entry.at)), \(entry.verdict.name)"), raw(sequence)]
    }

    /// A failure, by its place among those that are kept.
    func failure(_ place: Int) -> [StyledText]? {
        guard (0..<domain.failuresKept).contains(place) else { return nil }
        let failure = domain.failure(place)
        let found = newest { entry in
            entry.type == .connectionFailure && entry.at == failure.at
                && reader.event(entry.sequence, in: domain.log) { event in
                    event[.call] == failure.call && event[.connection] == failure.connection
                        && event[.seance] == failure.seance && event[.code] == failure.code
                } == true
        }
        let said = "failure reported by connection_failure \(when(failure.at))"
        return found.map { [line(said), raw($0.sequence)] } ?? [line(said), gone]
    }

    private func field(_ name: String, of key: ObjectKey) -> [StyledText]? {
        guard let object = AnomalyText.object(key, in: domain),
            let field = ObjectFields.all(of: object, view).first(where: { $0.name == name })
        else { return nil }
        guard !field.isMissing else {
            let since = name == "created" ? "" : " since \(Plain.time(object.heardAt))"
            return [line("\(name): no event gave it\(since)")]
        }
        let what = "\(name) \(field.copyText)"
        guard let entry = setter(of: name, object) else {
            return [line("\(name) \(field.text.string)"), gone]
        }
        return [line("\(what) — set by \(entry.type.name) \(when(entry.at))"), raw(entry.sequence)]
    }

    /// The event that a field of an object has its value from.
    private func setter(of name: String, _ object: some PaneObject) -> LogEntry? {
        guard let changes = Self.changes[name] else { return nil }
        if changes == .failure, let seance = object as? Seance { return failure(of: seance) }
        var marks = LogMarks()
        marks.insert(object.id)
        // A record may be finished after the connection's end.
        let end = changes == .record || changes.isEmpty ? .max : object.endedAt ?? .max
        let kind = object.key.kind
        return newest { entry in
            guard entry.verdict == .applied, changes.isEmpty || !changes.isDisjoint(with: entry.changes),
                entry.at >= object.heardAt - Self.disorder, entry.at <= end, marks.mayName(entry)
            else { return false }
            // What an event says of fields is said of its subject.
            let row = entry.type.row
            guard row.subject == kind || (changes.isEmpty && row.other == kind) else { return false }
            return reader.event(entry.sequence, in: domain.log) { $0.id(kind) == object.id } == true
        }
    }

    /// The newest failure that named a seance or what belongs to it.
    private func failure(of seance: Seance) -> LogEntry? {
        let ids = MemberIDs(of: seance)
        let marks = ids.marks
        return newest { entry in
            entry.type == .connectionFailure && marks.mayName(entry)
                && reader.names(ids, entry.sequence, in: domain.log)
        }
    }

    private func newest(_ isIt: (LogEntry) -> Bool) -> LogEntry? {
        var found: LogEntry?
        domain.log.forEachNewestFirst { entry in
            if isIt(entry) { found = entry }
            return found == nil
        }
        return found
    }

    /// What an event of a field changes; nothing in particular for the newest event.
    private static let changes: [String: Changes] = [
        "state": .state, "created": .created, "ended": .ended, "from": .from, "to": .to, "numbers": .numbers,
        "failures": .failure, "record": .record, "key": .record, "direction": .direction, "number": .number,
        "name": .name, "dtmf": .dtmf, "digits": .dtmf, "last": [],
    ]

    /// Events may come in another order than they were sent in, by so many milliseconds.
    private static let disorder: Int64 = 60_000

    private var gone: StyledText {
        let oldest = domain.log.entry(domain.log.firstSequence)
        let reach = oldest.map { "the log reaches back to \(Plain.time($0.at))" } ?? "the log is empty"
        return line("the event is no longer in the log: \(reach)")
    }

    private func when(_ at: Int64) -> String { "at \(Plain.time(at)), \(Plain.duration(max(0, view.now - at))) ago" }
    private func line(_ text: String) -> StyledText { StyledText(DisplayText(sanitizing: text)) }

    private func raw(_ sequence: Int) -> StyledText {
        StyledText(DisplayText(sanitizing: reader.raw(sequence, in: domain.log), limit: 4096), .value)
    }
}
