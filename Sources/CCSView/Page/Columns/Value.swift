public import CCSEvents

/// What kind of values a column has: how they compare, how they are written, and what a filter may ask of them.
public enum ValueKind: String, CaseIterable, Sendable {
    /// Text, compared by its bytes.
    case text
    /// A number.
    case number
    /// A length of time.
    case duration
    /// A time of the feed.
    case time
    /// Yes or no.
    case flag
}

/// What an object has in a column. Texts of the feed lie in the state and are valid until the next event.
public enum Value {
    /// Nobody has said it, or it does not apply.
    case none
    /// It has something or not: not all was heard.
    case unknown
    /// Text of the feed, as it came.
    case text(FeedText)
    /// Text that was made up of several values.
    case string(String)
    /// Several words for the same, of which a filter finds each; the first one is shown.
    case words([String])
    /// A count.
    case number(Int)
    /// A measure.
    case measure(Double)
    /// Milliseconds.
    case duration(Int64)
    /// Milliseconds from a moment until now, which grow by themselves: lists that are kept have to know.
    case elapsed(from: Int64, now: Int64)
    /// Milliseconds since 1970.
    case time(Int64)
    /// Yes or no.
    case flag(Bool)

    /// How long something lasted, or has lasted until now where it has not ended.
    static func elapsed(from start: Int64, until end: Int64?, _ view: Viewpoint) -> Value {
        end.map { .duration(max(0, $0 - start)) } ?? .elapsed(from: start, now: view.now)
    }

    /// A text of the feed; none when it is empty.
    static func feed(_ text: FeedText) -> Value { text.isEmpty ? .none : .text(text) }

    /// A name of the program's own.
    static func name(_ name: String) -> Value { .string(name) }

    /// Whether there is no value.
    public var isNone: Bool {
        if case .none = self { return true }
        return false
    }

    /// Its text on the screen, as safe as all that goes there.
    public func text(_ glyphs: Glyphs) -> DisplayText {
        switch self {
        case .none: glyphs.dash
        case .unknown: "?"
        case .text(let text): DisplayText(sanitizing: text.bytes)
        case .string(let text): DisplayText(sanitizing: text)
        case .words(let words): DisplayText(sanitizing: words.first ?? "")
        case .number(let number): DisplayText(sanitizing: Plain.number(number))
        case .measure(let number): DisplayText(sanitizing: Plain.measure(number))
        case .duration(let length): DisplayText(sanitizing: Plain.duration(length))
        case .elapsed(let start, let now): DisplayText(sanitizing: Plain.duration(max(0, now - start)))
        case .time(let time): DisplayText(sanitizing: Plain.time(time))
        case .flag(let flag): flag ? "yes" : "no"
        }
    }

    /// Its text in a column, where a time of another day says so.
    func text(_ view: Viewpoint) -> DisplayText {
        if case .time(let time) = self { return DisplayText(sanitizing: Plain.time(time, now: view.now)) }
        return text(view.glyphs)
    }

    /// Whether its text has a needle in it.
    func contains(_ needle: Needle) -> Bool {
        switch self {
        case .none: false
        case .unknown: needle.isIn("?")
        case .text(let text): needle.isIn(text.bytes)
        case .string(let text): needle.isIn(text)
        case .words(let words): words.contains { needle.isIn($0) }
        case .flag(let flag): needle.isIn(flag ? "yes" : "no")
        // Written out only where it can matter, and as it is: nothing of that has to be made safe.
        case .number(let number): needle.mayBeNumeric && needle.isIn(Plain.number(number))
        case .duration(let length): needle.mayBeNumeric && needle.isIn(Plain.duration(length))
        case .elapsed(let start, let now): needle.mayBeNumeric && needle.isIn(Plain.duration(max(0, now - start)))
        case .measure, .time: needle.mayBeNumeric && needle.isIn(text(.ascii).string)
        }
    }
}
