/// Why there is no terminal to draw on, and what to do about it. A wrong use: exit code 2.
struct TerminalError: Error, Equatable, CustomStringConvertible {
    /// What is the matter, a sentence without a full stop.
    let message: String
    /// What the user can do, likewise.
    let advice: String

    var description: String { "\(message): \(advice)" }

    /// What works without any terminal.
    static let useOnce = "use --once for output without a screen"
}
