/// A moment of a recording as it is written on the command line, with the times and durations of filters.
public enum StartTime: Sendable, Equatable {
    /// So many milliseconds after the beginning.
    case after(Int64)
    /// Milliseconds since 1970.
    case at(Int64)
    /// Milliseconds since midnight (UTC): the first time of that kind.
    case ofDay(Int64)

    private static let day: Int64 = 86_400_000

    /// Reads `14:03`, `14:03:22.123`, `2026-11-23T14:03:22Z`, `+5m`, or milliseconds since 1970.
    public init?(_ text: String) {
        if text.hasPrefix("+") {
            guard let duration = DurationText.read(text)?.milliseconds else { return nil }
            self = .after(duration)
        } else if (11...15).contains(text.utf8.count), let milliseconds = Int64(text), milliseconds > 0 {
            self = .at(milliseconds)
        } else if let time = FilterTime(text) {
            self = time.isOfDay ? .ofDay(time.milliseconds) : .at(time.milliseconds)
        } else {
            return nil
        }
    }

    /// The moment in a recording that begins at a time; milliseconds since 1970.
    public func moment(beginning: Int64) -> Int64 {
        switch self {
        case .after(let milliseconds): return beginning + milliseconds
        case .at(let moment): return moment
        case .ofDay(let time):
            let rest = beginning % Self.day
            let today = beginning - (rest < 0 ? rest + Self.day : rest) + time
            return today < beginning ? today + Self.day : today
        }
    }
}
