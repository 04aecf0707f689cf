import CCSEvents

/// One error in a settings file.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The path of the file, as the user gave it.
    public let file: String
    /// The line, from 1; nil if it is unknown.
    public let line: Int?
    /// The setting with dots between its steps, such as `detectors.ringing`; nil for an error of the whole file.
    public let key: String?
    /// The problem, and advice.
    public let message: String

    /// Lines under the message that show the position in a value.
    let detail: [String]

    /// The limit of glyphs that a message quotes from the file.
    static let quoteLimit = 60

    init(file: String, line: Int? = nil, key: String? = nil, message: String, detail: [String] = []) {
        self.file = file
        self.line = line
        self.key = key
        self.message = message
        self.detail = detail
    }

    /// A message that is safe to print: one line `FILE:LINE: KEY: problem`. If the value is an expression, more lines show
    /// the position in it.
    public var description: String {
        let place = DisplayText(sanitizing: file).string + (line.map { ":\($0)" } ?? "")
        let subject = key.map { DisplayText(sanitizing: $0, limit: 2 * Self.quoteLimit).string + ": " } ?? ""
        let lines = detail.map { "\n    " + DisplayText(sanitizing: $0).string }.joined()
        return "\(place): \(subject)\(DisplayText(sanitizing: message).string)\(lines)"
    }
}

/// All errors of a settings file, sorted by line. Errors without a line come first.
public struct ConfigurationErrors: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one.
    public let errors: [ConfigurationError]

    init(_ errors: [ConfigurationError]) {
        // Also sorted by key, so that the same file always gives the same text.
        self.errors = errors.sorted { ($0.line ?? 0, $0.key ?? "") < ($1.line ?? 0, $1.key ?? "") }
    }

    /// One line for each error.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// A problem with the value of a setting. The caller adds file, line and key.
struct Fault: Error, Equatable {
    let message: String
    /// The keys below the setting, if its value is a table and one of its keys is wrong.
    var below: [String] = []
    /// Lines under the message.
    var detail: [String] = []

    init(_ message: String) {
        self.message = message
    }
}

/// Quotes a part of the file in a message: sanitised and cut.
func quoted(_ text: String) -> String {
    "'\(DisplayText(sanitizing: text, limit: ConfigurationError.quoteLimit).string)'"
}
