extension DisplayText {
    /// The position of a text in a wider field.
    public enum Alignment: String, CaseIterable, Sendable {
        /// Blanks after it.
        case left
        /// Blanks before it, as for numbers.
        case right
        /// Blanks on both sides. An odd blank goes to the end.
        case center
    }

    /// The first glyphs that fit into `columns`. A wide glyph that does not fit completely is left out.
    public func prefix(columns: Int) -> DisplayText {
        split(at: columns).head
    }

    /// The text after the first `columns`. The second half of a wide glyph becomes a blank.
    public func dropping(columns: Int) -> DisplayText {
        guard columns > 0 else { return self }
        guard columns < width else { return .empty }
        let parts = split(at: columns)
        guard parts.head.width < columns, let halved = parts.tail.glyphs.first(where: { _ in true }) else {
            return parts.tail
        }
        return .spaces(parts.head.width + halved.width - columns) + parts.tail.split(at: halved.width).tail
    }

    /// The last glyphs that fit into `columns`. A wide glyph that does not fit completely is left out.
    public func suffix(columns: Int) -> DisplayText {
        guard columns > 0 else { return .empty }
        guard columns < width else { return self }
        let parts = split(at: width - columns)
        guard parts.tail.width > columns, let halved = parts.tail.glyphs.first(where: { _ in true }) else {
            return parts.tail
        }
        return parts.tail.split(at: halved.width).tail
    }

    /// Fills the text with blanks to `columns`. A wider text stays as it is.
    public func padded(to columns: Int, alignment: Alignment = .left) -> DisplayText {
        let missing = columns - width
        guard missing > 0 else { return self }
        switch alignment {
        case .left: return self + .spaces(missing)
        case .right: return .spaces(missing) + self
        case .center: return .spaces(missing / 2) + self + .spaces(missing - missing / 2)
        }
    }

    /// Cuts the text to at most `columns`, with `ellipsis` in place of the end.
    ///
    /// If the ellipsis does not fit either, its beginning is returned.
    public func truncated(to columns: Int, ellipsis: DisplayText = "…") -> DisplayText {
        guard width > columns else { return self }
        guard columns > ellipsis.width else { return ellipsis.prefix(columns: columns) }
        return prefix(columns: columns - ellipsis.width) + ellipsis
    }

    /// Cuts the text to at most `columns`, with `ellipsis` in place of the middle. Keeps the last `tail` columns.
    ///
    /// Meant for ids, which differ at the end: `3694473f…0002`. If there is too little room, the tail shrinks to a third of
    /// it.
    public func truncatedInMiddle(to columns: Int, tail: Int = 4, ellipsis: DisplayText = "…") -> DisplayText {
        guard width > columns else { return self }
        let room = columns - ellipsis.width
        guard room > 0 else { return ellipsis.prefix(columns: columns) }
        let end = suffix(columns: tail < room ? tail : room / 3)
        return prefix(columns: room - end.width) + ellipsis + end
    }

    /// Makes the text exactly `columns` wide: cuts it with an ellipsis, or fills it with blanks.
    public func fitted(
        to columns: Int, alignment: Alignment = .left, ellipsis: DisplayText = "…"
    ) -> DisplayText {
        truncated(to: columns, ellipsis: ellipsis).padded(to: columns, alignment: alignment)
    }

    /// Splits off the glyphs that fit into `columns`.
    private func split(at columns: Int) -> (head: DisplayText, tail: DisplayText) {
        guard columns > 0 else { return (.empty, self) }
        guard columns < width else { return (self, .empty) }
        if isASCII {
            let place = string.utf8.index(string.utf8.startIndex, offsetBy: columns)
            return (
                DisplayText(trusted: String(string[..<place]), width: columns),
                DisplayText(trusted: String(string[place...]), width: width - columns)
            )
        }
        let scalars = string.unicodeScalars
        var place = scalars.startIndex
        var used = 0
        while place < scalars.endIndex {
            let step = CharacterWidth.columns(of: scalars[place])
            if used + step > columns { break }
            used += step
            scalars.formIndex(after: &place)
        }
        // Marks of width 0 belong to the glyph before them, so they go to the head.
        return (
            DisplayText(trusted: String(scalars[..<place]), width: used),
            DisplayText(trusted: String(scalars[place...]), width: width - used)
        )
    }
}
