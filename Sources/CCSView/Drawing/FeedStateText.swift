import CCSEvents

extension FeedState {
    /// How a feed is, in as few words as will do.
    var words: StyledText {
        switch self {
        case .connecting: StyledText("CONNECTING", .notice)
        case .live(let age): StyledText("LIVE \(Amounts.age(age))", .talking)
        case .stale(let age): StyledText("STALE \(Amounts.age(age))", .warning)
        case .reconnecting(let wait, _):
            StyledText("RECONNECTING in \(Amounts.count(Int(clamping: Amounts.secondsUp(wait)))) s", .warning)
        case .ended: StyledText("EOF", .notice)
        case .failed: StyledText("FAILED", .warning)
        }
    }

    /// Why it is so, where that is known.
    var why: String? {
        switch self {
        case .reconnecting(_, let why), .failed(let why): why
        case .connecting, .live, .stale, .ended: nil
        }
    }
}
