/// Refuses texts that the TOML parser would misread, or that are too large for it.
enum ReadableText {
    /// The maximum length of a line in bytes. Real lines are far shorter, and a longer one could nest too deep for the
    /// parser.
    static let longestLine = 4096

    /// The first problem, with its line if it has one.
    static func fault(in text: String) -> (line: Int?, message: String)? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count <= ConfigurationFile.limit else { return (nil, ConfigurationFile.tooLarge) }
            var number = 0
            for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                number += 1
                if let message = fault(inLine: line) { return (number, message) }
            }
            return nil
        }
    }

    private static func fault(inLine line: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        if line.count > longestLine {
            return "this line is longer than \(longestLine) bytes; write a list on several lines"
        }
        // The parser ends strings at a NUL, and would silently ignore the rest.
        if line.contains(0) || holdsEscapedNUL(line) { return "this line has a NUL character; remove it" }
        return nil
    }

    /// Finds `\u0000` and `\U00000000`.
    private static func holdsEscapedNUL(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard line.contains(UInt8(ascii: "\\")) else { return false }
        let text = Substring(decoding: line, as: UTF8.self)
        return text.contains("\\u0000") || text.contains("\\U00000000")
    }
}
