internal import Glibc

/// The reason why a feed cannot be opened, and advice.
public struct FeedError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The problem, without a full stop.
    public let message: String

    /// The advice; empty if there is none.
    public let advice: String

    /// An error with advice, which may be empty.
    public init(_ message: String, advice: String = "") {
        self.message = message
        self.advice = advice
    }

    /// Message and advice in one line, as printed.
    public var description: String {
        advice.isEmpty ? message : "\(message): \(advice)"
    }
}

/// The system's words for an `errno`.
func systemMessage(_ code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
}
