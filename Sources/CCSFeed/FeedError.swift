internal import Glibc

/// What keeps a feed from being opened: what is wrong, and what to do about it.
public struct FeedError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, without a full stop.
    public let message: String

    /// What to do about it; empty when there is nothing to advise.
    public let advice: String

    /// An error of these words.
    public init(_ message: String, advice: String = "") {
        self.message = message
        self.advice = advice
    }

    /// Both in one line, as it is printed.
    public var description: String {
        advice.isEmpty ? message : "\(message): \(advice)"
    }
}

/// The system's words for an `errno`.
func systemMessage(_ code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
}
