/// What a text must not have in it to be given to the TOML parser, besides what has no shape (``Outline``).
enum ReadableText {
    /// Bytes of a line: real ones are far shorter, and longer ones could nest deeper than the parser can bear.
    static let longestLine = 4096

    /// The first such thing, with its line where it has one.
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
        // The parser's texts end at a NUL, and what comes after would be lost without a word.
        if line.contains(0) || holdsEscapedNUL(line) { return "this line has a NUL character; remove it" }
        return nil
    }

    /// `\u0000` and `\U00000000`.
    private static func holdsEscapedNUL(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard line.contains(UInt8(ascii: "\\")) else { return false }
        let text = Substring(decoding: line, as: UTF8.self)
        return text.contains("\\u0000") || text.contains("\\U00000000")
    }
}
