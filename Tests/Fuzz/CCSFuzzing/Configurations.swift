import CCSConfiguration
import CCSEvents

/// Settings files and map files: accepted settings, written and read again, stay the same. Errors are safe to print.
@Sendable func fuzzConfiguration(_ input: UnsafeRawBufferPointer) throws {
    guard let text = String(validating: input, as: UTF8.self) else { return }
    do {
        let configuration = try Configuration(parsing: text, file: "file")
        let written = configuration.reference
        let again: Configuration
        do {
            again = try Configuration(parsing: written, file: "file")
        } catch {
            throw Violation(description: "the reference of what was accepted is refused:\n\(written)\n\(error)")
        }
        try require(again == configuration, "the reference reads back to other settings:\n\(written)")
    } catch let errors as ConfigurationErrors {
        try check(errors, lines: text.unicodeScalars.count { $0 == "\n" } + 1)
    }
    var map = FieldMap()
    do {
        try MapFile.add(text, into: &map, file: "file")
    } catch {
        try check(error, lines: .max)
    }
}

private func check(_ errors: ConfigurationErrors, lines: Int) throws(Violation) {
    try require(!errors.errors.isEmpty, "refused without a reason")
    for error in errors.errors {
        if let line = error.line { try require(1...lines ~= line, "line \(line) of \(lines)") }
        for line in error.description.split(separator: "\n") {
            try require(DisplayText(sanitizing: String(line)).string == line, "not safe to print: \(line)")
        }
    }
}
