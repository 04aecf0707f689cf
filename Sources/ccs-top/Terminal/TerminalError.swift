/// Why the terminal cannot be used, and advice. It counts as wrong use: status 2.
struct TerminalError: Error, Equatable, CustomStringConvertible {
    /// The problem, a sentence without a full stop.
    let message: String
    /// The advice, also without a full stop.
    let advice: String

    var description: String { "\(message): \(advice)" }

    /// The advice to use output that needs no terminal.
    static let useOnce = "use --once for output without a screen"
}
