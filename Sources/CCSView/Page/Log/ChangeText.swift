import CCSEvents
import CCSState

/// What an event changed, in words: `new, state dialog, number +74951234567`.
enum ChangeText {
    /// The words, and the role they are shown in.
    static func changes(_ entry: LogEntry, _ event: borrowing Event, _ view: Viewpoint) -> (text: String, role: Role) {
        let changes = entry.changes
        var words: [String] = []
        var role = Role.plain
        if changes.contains(.born) { words.append("new") }
        if changes.contains(.created), !changes.contains(.born) { words.append("create event") }
        if changes.contains(.state) { words.append("state " + view.shown(event[.state].string)) }
        for (change, field, name) in fields where changes.contains(change) {
            words.append(name + " " + view.shown(event[field].string))
        }
        if changes.contains(.tie), let other = event.type.row.other {
            words.append("\(view.glyphs.arrow) \(other) \(short(event.id(other), view))")
        }
        if changes.contains(.dtmf) { words.append(event[.digit].isEmpty ? "dtmf" : "dtmf " + event[.digit].string) }
        if changes.contains(.record) {
            words.append(entry.type == .connectionStartRecord ? "recording" : "recording ready")
            role = .recording
        }
        if changes.contains(.numbers) {
            words.append("next number " + view.shown(event[.nextNumber].string))
            role = .transferred
        }
        if changes.contains(.failure) {
            words += [event[.code], event[.reason], event[.number]].map { view.shown($0.string) }
            words.removeAll { $0.isEmpty }
            if words.isEmpty { words.append("failed") }
            role = .failed
        }
        if changes.contains(.ended) {
            words.append("ended")
            role = .ended
        }
        return (words.joined(separator: ", "), role)
    }

    /// The objects an event names: `seance 3694473f…0002`.
    static func ids(_ event: borrowing Event, _ view: Viewpoint) -> String {
        var words: [String] = []
        for kind in [EventType.Subject.seance, .connection, .call] {
            let id = event.id(kind)
            if !id.isEmpty { words.append("\(kind) \(short(id, view))") }
        }
        return words.joined(separator: ", ")
    }

    /// The two ends of an id.
    static func short(_ id: FeedText, _ view: Viewpoint) -> String {
        DisplayText(sanitizing: id.bytes).truncatedInMiddle(to: 13, ellipsis: view.glyphs.ellipsis).string
    }

    private static let fields: [(Changes, Field, String)] = [
        (.direction, .direction, "direction"), (.number, .number, "number"), (.name, .name, "name"),
        (.from, .from, "from"), (.to, .to, "to"),
    ]
}
