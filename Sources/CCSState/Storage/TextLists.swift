/// Short lists of texts that grow at the end: the numbers that served a seance. Most have one, which stands in the list itself; the
/// cells of longer ones are a ring.
struct TextLists: ~Copyable {
    private struct Cell {
        var text: TextID
        var next: UInt32
    }

    /// A list; empty at first.
    struct List: Equatable {
        /// The only text, or the cell of the last one, whose next is the first.
        fileprivate(set) var word: UInt32 = 0
        /// Texts in it.
        fileprivate(set) var count: UInt32 = 0

        /// An empty list.
        init() {}

        /// A list as it was.
        init(word: UInt32, count: UInt32) {
            self.word = word
            self.count = count
        }
    }

    private var cells = Cells<Cell>()

    init() {}

    deinit { cells.deallocate() }

    /// Texts in lists of more than one.
    var cellCount: Int { cells.count }

    /// The last text of a list.
    func last(of list: List) -> TextID {
        switch list.count {
        case 0: .none
        case 1: TextID(raw: list.word)
        default: cells[list.word].text
        }
    }

    /// The texts of a list, oldest first.
    func texts(of list: List) -> [TextID] {
        var texts: [TextID] = []
        _ = has(in: list) { text in
            texts.append(text)
            return false
        }
        return texts
    }

    /// Whether a text is in a list. Cost: its length.
    func contains(_ text: TextID, in list: List) -> Bool { has(in: list) { $0 == text } }

    /// Whether a list has a text that is wanted, sought from the oldest on.
    func has(in list: List, where isWanted: (TextID) -> Bool) -> Bool {
        guard list.count > 1 else { return list.count == 1 && isWanted(TextID(raw: list.word)) }
        var at = list.word
        for _ in 0..<list.count {
            at = cells[at].next
            if isWanted(cells[at].text) { return true }
        }
        return false
    }

    /// Appends a text, whose use passes to the list.
    mutating func append(_ text: TextID, to list: inout List) {
        switch list.count {
        case 0:
            list.word = text.raw
        case 1:
            let last = cells.add(Cell(text: text, next: 0))
            let first = cells.add(Cell(text: TextID(raw: list.word), next: last))
            cells[last].next = first
            list.word = last
        default:
            let last = cells.add(Cell(text: text, next: cells[list.word].next))
            cells[list.word].next = last
            list.word = last
        }
        list.count += 1
    }

    /// Takes the first text away and gives it back.
    mutating func removeFirst(of list: inout List) -> TextID {
        guard list.count > 1 else {
            defer { list = List() }
            return list.count == 1 ? TextID(raw: list.word) : .none
        }
        let first = cells[list.word].next
        let text = cells[first].text
        cells[list.word].next = cells[first].next
        cells.remove(first)
        list.count -= 1
        if list.count == 1 {
            let last = list.word
            list.word = cells[last].text.raw
            cells.remove(last)
        }
        return text
    }
}

extension TextLists {
    /// `lists` are all that there are.
    func checkInvariants(lists: [List]) throws {
        try cells.checkInvariants()
        var linked = 0
        for list in lists where list.count > 1 {
            linked += Int(list.count)
            var at = list.word
            for _ in 0..<list.count {
                try invariant(cells.isInRange(at), "TextLists: there is no cell \(at)")
                at = cells[at].next
            }
            try invariant(at == list.word, "TextLists: a list of \(list.count) is no ring")
        }
        try invariant(linked == cellCount, "TextLists: \(linked) texts in \(cellCount) cells")
    }
}
