import CCSEvents
import CCSState

/// The fields of an object as lines: each with its age where that says something, and what was never heard.
enum ObjectFields {
    /// A field.
    struct Entry {
        var name: String
        var text: DisplayText
        var role = Role.plain
        var isMissing = false
        var copyText: String
    }

    /// The fields of any object.
    static func all(of object: any PaneObject, _ view: Viewpoint) -> [Entry] {
        switch object {
        case let call as Call: self.call(call, view)
        case let connection as Connection: self.connection(connection, view)
        case let seance as Seance: self.seance(seance, view)
        default: []
        }
    }

    /// How many fields a call has, without making them.
    static func count(_ call: Call) -> Int {
        6 + (call.endedAt == nil ? 0 : 1) + (call.dtmfCount > 0 ? 1 : 0) + (call.digits.isEmpty ? 0 : 1)
    }

    /// How many fields a connection has.
    static func count(_ connection: Connection) -> Int {
        6 + (connection.endedAt == nil ? 0 : 1) + (connection.hasKey ? 1 : 0)
    }

    /// How many fields a seance has.
    static func count(_ seance: Seance) -> Int {
        6 + (seance.endedAt == nil ? 0 : 1) + (seance.failureCount > 0 ? 1 : 0)
    }

    static func seance(_ seance: Seance, _ view: Viewpoint) -> [Entry] {
        var fields = header(seance, view)
        fields.append(number("from", seance.from, view))
        fields.append(number("to", seance.to, view))
        let numbers = seance.numbers.map { view.shown($0.string) }.joined(separator: " \(view.glyphs.arrow) ")
        fields.append(
            numbers.isEmpty
                ? missing("numbers", view)
                : entry("numbers", numbers, seance.numberCount > 1 ? .transferred : .plain))
        if seance.failureCount > 0 { fields.append(entry("failures", Plain.number(seance.failureCount), .failed)) }
        return fields + [last(seance, view)]
    }

    static func connection(_ connection: Connection, _ view: Viewpoint) -> [Entry] {
        var fields = header(connection, view)
        fields.append(number("from", connection.from, view))
        fields.append(number("to", connection.to, view))
        fields.append(record(connection, view))
        if connection.hasKey {
            fields.append(
                connection.recordKey.isEmpty ? entry("key", "yes (hidden)") : feed("key", connection.recordKey, view))
        }
        return fields + [last(connection, view)]
    }

    static func call(_ call: Call, _ view: Viewpoint) -> [Entry] {
        var fields = header(call, view)
        fields.append(number("direction", call.direction, view))
        fields.append(number("number", call.number, view))
        fields.append(number("name", call.name, view))
        if call.dtmfCount > 0 {
            let last = call.dtmfLastAt.map { ", last at " + Plain.time($0) } ?? ""
            fields.append(entry("dtmf", Plain.number(call.dtmfCount) + last))
        }
        if !call.digits.isEmpty { fields.append(feed("digits", call.digits, view)) }
        return fields + [last(call, view)]
    }

    /// State, beginning and end.
    private static func header(_ object: some FeedObject, _ view: Viewpoint) -> [Entry] {
        let end = object.timeStops ?? view.now
        var fields: [Entry] = []
        if object.state.isEmpty {
            fields.append(missing("state", view))
        } else {
            let state = view.shown(object.state.string)
            var text = state
            if let since = object.stateKnownSince {
                let least = object.isStateOlder ? "\(view.glyphs.atLeast)" : ""
                text += " for \(least)\(Plain.duration(max(0, end - since))), since \(Plain.time(since))"
            }
            if object.isStateUnconfirmed { text += ", unconfirmed since the gap" }
            fields.append(entry("state", text, object.phase.role, copy: state))
        }
        if let created = object.createdAt {
            fields.append(entry("created", "\(Plain.time(created)), \(Plain.duration(max(0, view.now - created))) ago"))
        } else {
            var field = entry("created", "before ccs-top listened; first event at \(Plain.time(object.heardAt))")
            field.isMissing = true
            fields.append(field)
        }
        if let ended = object.endedAt {
            let least = object.isPartial ? "\(view.glyphs.atLeast)" : ""
            let lived = least + Plain.duration(max(0, ended - object.beganAt))
            fields.append(
                entry(
                    "ended", "\(Plain.time(ended)), \(Plain.duration(max(0, view.now - ended))) ago, after \(lived)",
                    .ended))
        }
        return fields
    }

    private static func record(_ connection: Connection, _ view: Viewpoint) -> Entry {
        let status = connection.recordStatus
        guard status != .none else { return missing("record", view) }
        var text = status.rawValue
        if let start = connection.recordStartedAt {
            let end = connection.recordReadyAt ?? connection.timeStops ?? view.now
            text += " for \(Plain.duration(max(0, end - start))), since \(Plain.time(start))"
        } else {
            text += ", start unknown"
        }
        if let ready = connection.recordReadyAt { text += ", ready at \(Plain.time(ready))" }
        return entry("record", text, status.role)
    }

    private static func last(_ object: some FeedObject, _ view: Viewpoint) -> Entry {
        let ago = Plain.duration(max(0, view.now - object.newestAt))
        return entry("last", "\(object.lastType.name) at \(Plain.time(object.newestAt)), \(ago) ago")
    }

    private static func feed(_ name: String, _ text: FeedText, _ view: Viewpoint) -> Entry {
        text.isEmpty ? missing(name, view) : entry(name, text.string)
    }

    /// A text that is a telephone number, or may have one in it.
    private static func number(_ name: String, _ text: FeedText, _ view: Viewpoint) -> Entry {
        text.isEmpty ? missing(name, view) : entry(name, view.shown(text.string))
    }

    private static func missing(_ name: String, _ view: Viewpoint) -> Entry {
        Entry(name: name, text: view.glyphs.dash, isMissing: true, copyText: "")
    }

    private static func entry(_ name: String, _ text: String, _ role: Role = .plain, copy: String? = nil) -> Entry {
        Entry(name: name, text: DisplayText(sanitizing: text), role: role, copyText: copy ?? text)
    }
}
