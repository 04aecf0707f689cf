extension Screen {
    /// The rows as text, without blanks at their ends, a newline between them.
    public var plainText: String {
        var text = ""
        for y in 0..<height {
            if y > 0 { text.append("\n") }
            var blanks = 0
            for cell in row(y) where cell.width > 0 {
                if cell.glyph == " " {
                    blanks += 1
                } else {
                    for _ in 0..<blanks { text.append(" ") }
                    blanks = 0
                    text.append(cell.glyph)
                }
            }
        }
        return text
    }

    /// The rows as text, and what they look like: for comparing screens with what they ought to be.
    ///
    /// After the text and a line with the size (and the cursor, where there is one) comes a line for each row that is
    /// not all plain: `12| 0-4 label · 5-12 value+selected`, columns from and through, plain runs left out.
    public var annotated: String {
        var text = plainText + "\n--- \(width)x\(height)"
        if let cursor { text += " cursor \(cursor.x),\(cursor.y)" }
        let digits = String(height - 1).count
        for y in 0..<height {
            let runs = styleRuns(y).filter { $0.style != .plain }
            guard !runs.isEmpty else { continue }
            let number = String(y)
            let indent = String(repeating: " ", count: max(0, digits - number.count))
            let parts = runs.map { run in
                run.first == run.last ? "\(run.first) \(run.style.text)" : "\(run.first)-\(run.last) \(run.style.text)"
            }
            text += "\n\(indent)\(number)| " + parts.joined(separator: " · ")
        }
        return text
    }

    /// Neighbouring cells of one style, columns from and through.
    private func styleRuns(_ y: Int) -> [(first: Int, last: Int, style: Style)] {
        var runs: [(first: Int, last: Int, style: Style)] = []
        for (x, cell) in row(y).enumerated() {
            if let run = runs.last, run.style == cell.style {
                runs[runs.count - 1].last = x
            } else {
                runs.append((x, x, cell.style))
            }
        }
        return runs
    }
}

extension Style {
    /// The role and what lies over it.
    fileprivate var text: String {
        role.rawValue + (selected ? "+selected" : "") + (marked ? "+marked" : "") + (fresh ? "+fresh" : "")
    }
}
