public import CCSState

/// An event of the log as it is shown: what the entry says, and what its line says.
public struct LogItem: Sendable {
    /// The entry.
    public let entry: LogEntry
    /// Milliseconds since the event shown before it; nil for the first.
    public internal(set) var delta: Int64?
    /// The objects it names, in short.
    public let ids: String
    /// What it changed, with the values.
    public let changed: String
    /// What that looks like.
    let role: Role
    /// The living seance it belongs to.
    let seance: ObjectKey?
    /// The id of its subject, as it came.
    let subjectID: String

    init(
        entry: LogEntry, delta: Int64?, ids: String, changed: String, role: Role, seance: ObjectKey?, subjectID: String
    ) {
        (self.entry, self.delta, self.ids, self.changed) = (entry, delta, ids, changed)
        (self.role, self.seance, self.subjectID) = (role, seance, subjectID)
    }

    /// The entry by itself, for whoever asks nothing that its line says.
    init(_ entry: LogEntry) {
        self.init(entry: entry, delta: nil, ids: "", changed: "", role: .plain, seance: nil, subjectID: "")
    }
}
