import CCSEvents

extension Interface {
    /// In a replay it is the recording that stands still, so that everything can be looked at as it was then.
    mutating func pauseReplay() -> [Effect] {
        isReplayPaused.toggle()
        if isReplayPaused { say("paused: \(keys.keyName(.mark)) plays one event, \(keys.keyName(.pause)) continues") }
        return [.replay(isReplayPaused ? .pause : .resume)]
    }

    mutating func changeSpeed(_ command: Command) -> [Effect] {
        guard replays else {
            say("only a replay (--replay) has a speed")
            return []
        }
        return [.replay(command == .faster ? .faster : .slower)]
    }
}
