import CCSEvents

extension Interface {
    /// In a replay it is the recording that stands still, so that everything can be looked at as it was then.
    mutating func pauseReplay() -> [Effect] {
        isReplayPaused.toggle()
        if isReplayPaused { say("\(keys.keyName(.mark)) takes one event, \(keys.keyName(.pause)) goes on") }
        return [.replay(isReplayPaused ? .pause : .resume)]
    }

    mutating func changeSpeed(_ command: Command) -> [Effect] {
        guard replays else {
            say("a live feed has its own speed; this is for --replay")
            return []
        }
        return [.replay(command == .faster ? .faster : .slower)]
    }
}
