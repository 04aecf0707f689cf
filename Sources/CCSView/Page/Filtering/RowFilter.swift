import CCSEvents

extension RowTest {
    /// Reads a filter against the fields of a pane (see ``Filter``).
    static func reading(_ text: String, _ pane: Pane) -> FilterReading {
        let fields = ColumnTable.fields(of: pane)
        do {
            let filter = try Filter(parsing: text, fields: ColumnTable.filterFields(of: pane))
            return filter.isEmpty ? .everything : .test(RowTest(filter, fields))
        } catch {
            return .fault(message: error.message, at: error.range.lowerBound)
        }
    }

    init(_ filter: Filter, _ fields: [PaneField]) {
        let matcher = FilterMatcher(filter)
        let scratch = ScratchText()
        let readers = fields.map(\.reader)
        let lengths = fields.indices.map { filter.lengths(comparedWith: $0) }
        let bounds = TimeBounds()
        let finder = WordFinder(matcher)
        self.init(namesEnded: filter.mentions(field: "ended"), bounds: bounds) { candidate, view in
            scratch.clear()
            return matcher.matches(
                { place in
                    let value = readers[place].value(of: candidate, view)
                    if case .elapsed(let start, _) = value {
                        for length in lengths[place] {
                            // It comes to that length, and a millisecond later goes beyond.
                            bounds.note(start, plus: length)
                            bounds.note(start, plus: length + 1)
                        }
                    }
                    return FilterValue(value, scratch, mayBeMore: readers[place].mayBeMore(candidate))
                }, word: { finder.finds($0, in: candidate, view) })
        }
        reading = filter.description
        readsLines = filter.looksForWords || ["changed", "ids"].contains { filter.mentions(field: $0) }
    }
}

extension ColumnTable {
    /// The fields that a filter of a pane knows, as its parser wants them.
    public static func filterFields(of pane: Pane) -> [FilterField] {
        fields(of: pane).map { field in
            let kind: FilterField.Kind =
                switch field.kind {
                case .text: .text
                case .number: .number
                case .duration: .duration
                case .time: .time
                case .flag: .flag
                }
            return FilterField(field.name, kind, help: field.help, words: field.words)
        }
    }
}

extension FilterValue {
    /// What a filter sees of a column's value; made-up texts are put down in `scratch`.
    fileprivate init(_ value: Value, _ scratch: ScratchText, mayBeMore: @autoclosure () -> Bool) {
        switch value {
        case .none: self = .none
        case .unknown: self = .unknown
        case .text(let text): self = .text(text)
        case .string(let text): self = .text(scratch.put(text))
        case .words(let words): self = .texts(words.map { scratch.put($0) })
        case .number(let number): self = mayBeMore() ? .numberOrMore(Double(number)) : .number(Double(number))
        case .measure(let number): self = mayBeMore() ? .numberOrMore(number) : .number(number)
        case .duration(let length): self = mayBeMore() ? .durationOrMore(length) : .duration(length)
        case .elapsed(let start, let now):
            let length = max(0, now - start)
            self = mayBeMore() ? .durationOrMore(length) : .duration(length)
        case .time(let time): self = .time(time)
        case .flag(let flag): self = .flag(flag)
        }
    }
}

/// A place for texts that live only while one object is asked about.
private final class ScratchText {
    private var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
    private var used = 0
    private var outgrown: [UnsafeMutableRawBufferPointer] = []

    deinit {
        clear()
        bytes.deallocate()
    }

    /// Forgets all texts.
    func clear() {
        used = 0
        guard !outgrown.isEmpty else { return }
        for old in outgrown { old.deallocate() }
        outgrown = []
    }

    /// Puts a text down.
    func put(_ text: String) -> FeedText {
        var text = text
        return text.withUTF8 { utf8 in
            if used + utf8.count > bytes.count {
                // Texts put down before this one still lie in the old buffer.
                outgrown.append(bytes)
                bytes = .allocate(byteCount: max(bytes.count * 2, utf8.count), alignment: 1)
                used = 0
            }
            let place = UnsafeMutableRawBufferPointer(rebasing: bytes[used..<(used + utf8.count)])
            place.copyBytes(from: utf8)
            used += utf8.count
            return FeedText(UnsafeRawBufferPointer(place))
        }
    }
}
