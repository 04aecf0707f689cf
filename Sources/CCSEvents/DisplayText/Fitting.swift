extension DisplayText {
    /// Where a text stands in a wider field.
    public enum Alignment: String, CaseIterable, Sendable {
        /// Blanks after it.
        case left
        /// Blanks before it, as for numbers.
        case right
        /// Blanks on both sides, an odd one after it.
        case center
    }

    /// The glyphs from the beginning that fit into `columns`; a wide one that would be halved is left out.
    public func prefix(columns: Int) -> DisplayText {
        split(at: columns).head
    }

    /// What follows the first `columns`; of a wide glyph cut in half a blank remains.
    public func dropping(columns: Int) -> DisplayText {
        guard columns > 0 else { return self }
        guard columns < width else { return .empty }
        let parts = split(at: columns)
        guard parts.head.width < columns, let halved = parts.tail.glyphs.first(where: { _ in true }) else {
            return parts.tail
        }
        return .spaces(parts.head.width + halved.width - columns) + parts.tail.split(at: halved.width).tail
    }

    /// The glyphs at the end that fit into `columns`; a wide one that would be halved is left out.
    public func suffix(columns: Int) -> DisplayText {
        guard columns > 0 else { return .empty }
        guard columns < width else { return self }
        let parts = split(at: width - columns)
        guard parts.tail.width > columns, let halved = parts.tail.glyphs.first(where: { _ in true }) else {
            return parts.tail
        }
        return parts.tail.split(at: halved.width).tail
    }

    /// Filled with blanks to `columns`; as it is when it is that wide already.
    public func padded(to columns: Int, alignment: Alignment = .left) -> DisplayText {
        let missing = columns - width
        guard missing > 0 else { return self }
        switch alignment {
        case .left: return self + .spaces(missing)
        case .right: return .spaces(missing) + self
        case .center: return .spaces(missing / 2) + self + .spaces(missing - missing / 2)
        }
    }

    /// At most `columns` wide, with `ellipsis` for the end that was cut off.
    ///
    /// Where not even the ellipsis fits, the beginning of the ellipsis remains.
    public func truncated(to columns: Int, ellipsis: DisplayText = "…") -> DisplayText {
        guard width > columns else { return self }
        guard columns > ellipsis.width else { return ellipsis.prefix(columns: columns) }
        return prefix(columns: columns - ellipsis.width) + ellipsis
    }

    /// At most `columns` wide, with `ellipsis` for the middle that was cut out and the last `tail` columns kept.
    ///
    /// Meant for ids, whose ends tell them apart: `3694473f…0002`. Where the tail and the ellipsis leave no room, the
    /// tail shrinks to a third of what there is.
    public func truncatedInMiddle(to columns: Int, tail: Int = 4, ellipsis: DisplayText = "…") -> DisplayText {
        guard width > columns else { return self }
        let room = columns - ellipsis.width
        guard room > 0 else { return ellipsis.prefix(columns: columns) }
        let end = suffix(columns: tail < room ? tail : room / 3)
        return prefix(columns: room - end.width) + ellipsis + end
    }

    /// Exactly `columns` wide: cut with an ellipsis or filled with blanks.
    public func fitted(
        to columns: Int, alignment: Alignment = .left, ellipsis: DisplayText = "…"
    ) -> DisplayText {
        truncated(to: columns, ellipsis: ellipsis).padded(to: columns, alignment: alignment)
    }

    /// As many glyphs as fit into `columns`, and the rest.
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
        // Marks belong to the glyph before them: they are taken along, their width being 0.
        return (
            DisplayText(trusted: String(scalars[..<place]), width: used),
            DisplayText(trusted: String(scalars[place...]), width: width - used)
        )
    }
}
