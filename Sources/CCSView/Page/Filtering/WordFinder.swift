import CCSEvents
import CCSState

/// Looks for the words of a filter in what there is most of: seances, connections and calls.
///
/// Asking an object for every field of text costs several times as much as reading the few texts that it has, which is what this
/// does; the answer is the same.
final class WordFinder {
    private let matcher: FilterMatcher
    private let seances = Texts(SeanceColumns.table)
    private let connections = Texts(ConnectionColumns.table)
    private let calls = Texts(CallColumns.table)

    init(_ matcher: FilterMatcher) {
        self.matcher = matcher
    }

    /// Whether an object has a word in a column of text; nil where its columns have to be asked.
    func finds(_ needle: Int, in candidate: Candidate, _ view: Viewpoint) -> Bool? {
        // Masked numbers are made for each text.
        guard !view.masksNumbers else { return nil }
        switch candidate {
        case .seance(let item): return seances.have(needle, item, view, matcher)
        case .connection(let item): return connections.have(needle, item, view, matcher)
        case .call(let item): return calls.have(needle, item, view, matcher)
        default: return nil
        }
    }

    /// The columns of text that objects of a kind have.
    private final class Texts<Item> {
        private let feeds: [@Sendable (Item) -> FeedText]
        private let others: [Column<Item>]
        /// By word: those of ``others`` in which it may stand, found once.
        private var possible: [[Column<Item>]?] = []

        init(_ table: [Column<Item>]) {
            let columns = table.filter { $0.info.kind == .text }
            feeds = columns.compactMap(\.feed)
            others = columns.filter { $0.feed == nil }
        }

        func have(_ needle: Int, _ item: Item, _ view: Viewpoint, _ matcher: FilterMatcher) -> Bool {
            for feed in feeds where matcher.has(needle, in: feed(item)) { return true }
            for column in columns(for: needle, matcher) where has(needle, item, column, view, matcher) { return true }
            return false
        }

        private func columns(for needle: Int, _ matcher: FilterMatcher) -> [Column<Item>] {
            if needle < possible.count, let known = possible[needle] { return known }
            let found = others.filter { column in
                guard let words = column.words, !matcher.hasBlank(needle) else { return true }
                if let letters = column.alphabet, matcher.isMadeOf(needle, letters) { return true }
                return words.contains { matcher.has(needle, in: $0) }
            }
            while possible.count <= needle { possible.append(nil) }
            possible[needle] = found
            return found
        }

        private func has(
            _ needle: Int, _ item: Item, _ column: Column<Item>, _ view: Viewpoint, _ matcher: FilterMatcher
        ) -> Bool {
            if let parts = column.parts, !matcher.hasBlank(needle) {
                return parts(item) { matcher.has(needle, in: $0) }
            }
            switch column.value(item, view) {
            case .string(let text): return matcher.has(needle, in: text)
            case .words(let words): return words.contains { matcher.has(needle, in: $0) }
            default: return false
            }
        }
    }
}

extension FilterMatcher {
    fileprivate func has(_ needle: Int, in text: String) -> Bool {
        var text = text
        return text.withUTF8 { has(needle, in: FeedText(UnsafeRawBufferPointer($0))) }
    }
}
