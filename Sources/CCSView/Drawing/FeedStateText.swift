import CCSEvents

extension FeedState {
    /// How a feed is, in as few words as will do.
    var words: StyledText {
        switch self {
        case .connecting: StyledText("CONNECTING", .notice)
        case .listening: StyledText("LISTENING", .notice)
        case .reading: StyledText("READING", .notice)
        case .live(let age): StyledText("LIVE \(Plain.age(age))", .talking)
        case .stale(let age): StyledText("STALE \(Plain.age(age))", .warning)
        case .reconnecting(wait: 0, _): StyledText("RECONNECTING now", .warning)
        case .reconnecting(let wait, _):
            StyledText("RECONNECTING in \(Plain.number(Int(clamping: Plain.secondsUp(wait)))) s", .warning)
        case .ended: StyledText("EOF", .notice)
        case .failed: StyledText("FAILED", .warning)
        case .replay(let replay): StyledText(HeaderLines.words(replay), .notice)
        }
    }

    /// Why it is so, where that is known.
    var why: String? {
        switch self {
        case .reconnecting(_, let why), .failed(let why): why
        case .connecting, .listening, .reading, .live, .stale, .ended, .replay: nil
        }
    }
}
