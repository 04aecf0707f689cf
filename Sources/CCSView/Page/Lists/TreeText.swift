import CCSEvents
import CCSState

/// What a connection or a call says in one line of a tree.
enum TreeText {
    /// `dialog  00:00:58  +7495… → 1207  ● recording 00:00:55`
    static func connection(_ connection: Connection, _ view: Viewpoint) -> [StyledText] {
        var line = Line(isEnded: !connection.isLive)
        line.add(view.shown(connection.state), connection.phase.role, columns: 8)
        line.add(age(connection, view))
        line.add(parties(connection.from, connection.to, view))
        let status = connection.recordStatus
        if status != .none {
            var text = status.sign(view) + " " + DisplayText(sanitizing: status.rawValue)
            if let start = connection.recordStartedAt {
                let end = connection.recordReadyAt ?? connection.timeStops ?? view.now
                text += " " + DisplayText(sanitizing: Plain.duration(max(0, end - start)))
            }
            line.add(text, status.role)
        }
        if !connection.isLive { line.add("ended") }
        if connection.isUnconfirmed { line.add("unconfirmed", .ended) }
        return line.texts
    }

    /// `in  talk  00:01:10  +74951234567  Anna Orlova  dtmf 4`
    static func call(_ call: Call, _ view: Viewpoint) -> [StyledText] {
        var line = Line(isEnded: !call.isLive)
        line.add(view.shown(call.direction), call.direction.isEmpty ? .missing : .plain, columns: 3)
        line.add(view.shown(call.state), call.phase.role, columns: 8)
        line.add(age(call, view))
        line.add(view.shown(call.number), call.number.isEmpty ? .missing : .plain, columns: 12)
        if !call.name.isEmpty { line.add(view.shown(call.name)) }
        if call.dtmfCount > 0 { line.add(DisplayText(sanitizing: "dtmf \(Plain.number(call.dtmfCount))")) }
        if !call.isLive { line.add("ended") }
        if call.isUnconfirmed { line.add("unconfirmed", .ended) }
        return line.texts
    }

    /// `+74951234567 → 745`
    static func parties(_ from: FeedText, _ to: FeedText, _ view: Viewpoint) -> DisplayText {
        view.shown(from) + " " + view.glyphs.arrow + " " + view.shown(to)
    }

    private static func age(_ object: some FeedObject, _ view: Viewpoint) -> DisplayText {
        let age = DisplayText(sanitizing: Plain.duration(max(0, (object.timeStops ?? view.now) - object.beganAt)))
        return object.isPartial ? Doubt.mayBeMore.marked(age, view.glyphs) : age
    }

    /// Texts with two blanks between them.
    private struct Line {
        let isEnded: Bool
        var texts: [StyledText] = []

        mutating func add(_ text: DisplayText, _ role: Role = .plain, columns: Int = 0) {
            if !texts.isEmpty { texts.append(StyledText("  ")) }
            texts.append(StyledText(text.padded(to: columns), isEnded ? .ended : role))
        }
    }
}
