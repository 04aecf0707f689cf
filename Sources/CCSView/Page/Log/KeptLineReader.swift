import CCSEvents
import CCSState

/// Reads the lines that a log has kept, with a decoder of its own. A class, since rows are read by lists that come and go.
final class KeptLineReader {
    private var decoder: EventDecoder

    init?(_ options: EventDecoder.Options) {
        var options = options
        // Whose a kept line is is known; it need not say so, and what its feed said for it may have changed.
        options.onlyDomain = nil
        options.feedDomain = options.feedDomain ?? "-"
        guard let decoder = EventDecoder(options) else { return nil }
        self.decoder = decoder
    }

    /// Gives the event of an entry to `body`; nil when the entry has left.
    func event<Result>(_ sequence: Int, in log: EventLog, _ body: (borrowing Event) -> Result) -> Result? {
        let result: Result?? = log.line(sequence) { line in
            guard decoder.decode(line) == .event else { return nil }
            return body(decoder.event)
        }
        return result ?? nil
    }

    /// An event of the log as it is shown.
    func item(_ sequence: Int, in domain: Domain, after previous: Int64?, _ view: Viewpoint) -> LogItem? {
        guard let entry = domain.log.entry(sequence) else { return nil }
        let item = event(sequence, in: domain.log) { event in
            let seance = SeanceFinder.live(
                seance: event.id(.seance), connection: event.id(.connection), call: event.id(.call), in: domain)
            let changes = ChangeText.changes(entry, event, view)
            let subject = event.type.row.subject ?? .seance
            return LogItem(
                entry: entry, delta: previous.map { entry.at - $0 }, ids: ChangeText.ids(event, view),
                changed: changes.text,
                role: changes.role, seance: seance?.key, subjectID: event.id(subject).string)
        }
        // A line that is kept was an event when it came, so this is only for a decoder with other options than the feed's.
        return item
            ?? LogItem(
                entry: entry, delta: previous.map { entry.at - $0 }, ids: "", changed: "", role: .plain, seance: nil,
                subjectID: "")
    }

    /// The seance of an event, living or kept, as far as `shelf` knows it yet.
    func seance(of sequence: Int, in domain: Domain, _ shelf: IndexShelf) -> Seance? {
        let seance: Seance?? = event(sequence, in: domain.log) { event in
            shelf.seance(
                of: "event \(sequence)", event.id(.seance), event.id(.connection), event.id(.call), in: domain)
        }
        return seance ?? nil
    }

    /// Whether an event names one of some ids.
    func names(_ ids: MemberIDs, _ sequence: Int, in log: EventLog) -> Bool {
        event(sequence, in: log) { ids.named(by: $0) } ?? false
    }

    /// The line of an event, secrets left out.
    func raw(_ sequence: Int, in log: EventLog) -> String {
        log.line(sequence) { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
