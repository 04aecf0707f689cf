import CCSEvents

/// What is wrong at one place of a configuration file.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, as it was named.
    public let file: String
    /// The line, from 1; nil where it is not known.
    public let line: Int?
    /// The setting with dots between its steps, as `detectors.ringing`; nil where the file as a whole is meant.
    public let key: String?
    /// What is wrong and what to do.
    public let message: String

    /// Lines that show the place in a value, under the message.
    let detail: [String]

    /// Glyphs of a part of the file that a message repeats.
    static let quoteLimit = 60

    init(file: String, line: Int? = nil, key: String? = nil, message: String, detail: [String] = []) {
        self.file = file
        self.line = line
        self.key = key
        self.message = message
        self.detail = detail
    }

    /// For the user and safe to print: `FILE:LINE: KEY: what is wrong`, in a line; under it, where the value is an expression,
    /// the expression and the place in it.
    public var description: String {
        let place = DisplayText(sanitizing: file).string + (line.map { ":\($0)" } ?? "")
        let subject = key.map { DisplayText(sanitizing: $0, limit: 2 * Self.quoteLimit).string + ": " } ?? ""
        let lines = detail.map { "\n    " + DisplayText(sanitizing: $0).string }.joined()
        return "\(place): \(subject)\(DisplayText(sanitizing: message).string)\(lines)"
    }
}

/// All that is wrong with a configuration file, by line; what has no line comes first.
public struct ConfigurationErrors: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one.
    public let errors: [ConfigurationError]

    init(_ errors: [ConfigurationError]) {
        // By name too, so that the same file is always told off in the same words.
        self.errors = errors.sorted { ($0.line ?? 0, $0.key ?? "") < ($1.line ?? 0, $1.key ?? "") }
    }

    /// A line for each.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// What is wrong with the value of a setting; whoever knows file, line and key adds them.
struct Fault: Error, Equatable {
    let message: String
    /// The steps below the setting, where its value is a table and one of its keys is meant.
    var below: [String] = []
    /// Lines under the message.
    var detail: [String] = []

    init(_ message: String) {
        self.message = message
    }
}

/// A part of the file in a message: safe to print, and not too long.
func quoted(_ text: String) -> String {
    "'\(DisplayText(sanitizing: text, limit: ConfigurationError.quoteLimit).string)'"
}
