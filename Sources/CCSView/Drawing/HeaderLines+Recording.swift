import CCSEvents

extension HeaderLines {
    /// How a replay goes: its speed, that it stands, or that it is over.
    static func words(_ replay: ReplayState) -> DisplayText {
        if replay.isAtEnd { return "REPLAY END" }
        return replay.isPaused ? "REPLAY PAUSED" : DisplayText(sanitizing: "REPLAY \(replay.speed)")
    }

    /// Where it is, of how much, and what the recording lacks.
    static func place(_ replay: ReplayState) -> DisplayText {
        var text = DisplayText(" \(Plain.duration(replay.position))")
        if let length = replay.length { text += DisplayText("/\(Plain.duration(length))") }
        // A silence that one wonders at.
        if let wait = replay.wait, wait >= 10_000 {
            text += DisplayText(" next in \(Plain.duration(Plain.secondsUp(wait) * 1000))")
        }
        guard replay.lost > 0 else { return text }
        return text + DisplayText(" \(Plain.number(replay.lost)) \(replay.lost == 1 ? "line" : "lines") lost")
    }

    /// That it is recorded to a file, how much there is, and what is missing.
    var file: HeaderPiece? {
        guard let file = newest.file else { return nil }
        let sign = glyphs.bullet + " REC"
        let size = DisplayText(sanitizing: " " + Plain.bytes(file.bytes))
        let lost = DisplayText(" \(Plain.number(file.lost)) lines lost")
        guard let trouble = file.trouble else {
            let short = StyledText(sign, file.lost > 0 ? .warning : .recording)
            let long = StyledText(sign + size, short.role)
            guard file.lost > 0 else { return HeaderPiece((2, [short]), (4, [long])) }
            return HeaderPiece((2, [short]), (4, [long]), (5, [long, StyledText(lost, .warning)]))
        }
        let stopped = StyledText("REC STOPPED", .warning)
        let why = StyledText(DisplayText(sanitizing: ": " + trouble, limit: 60), .warning)
        return HeaderPiece((0, [stopped]), (1, [stopped, why]), (3, [stopped, why, StyledText(lost, .warning)]))
    }
}
