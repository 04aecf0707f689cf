import CCSEvents

extension HelpText {
    /// Breaks a text between words, and words that are wider than the line.
    static func wrap(_ text: String, width: Int) -> [DisplayText] {
        var lines: [DisplayText] = []
        var line = DisplayText.empty
        for word in text.split(separator: " ") {
            var word = DisplayText(sanitizing: String(word))
            if word.width > width, !line.isEmpty {
                lines.append(line)
                line = .empty
            }
            while word.width > width {
                let head = word.prefix(columns: width)
                guard head.width > 0 else { break }
                lines.append(head)
                word = word.dropping(columns: head.width)
            }
            if line.isEmpty {
                line = word
            } else if line.width + 1 + word.width <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        return lines + [line]
    }
}
