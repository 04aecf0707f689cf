/// Short lists of texts that grow at the end, in one array: the numbers that served a seance.
struct TextLists: ~Copyable {
    private struct Cell {
        var text: TextID
        var next: UInt32
    }

    /// A list; empty at first.
    struct List {
        /// Cells at its ends; `UInt32.max` for none.
        fileprivate(set) var first: UInt32 = .max
        fileprivate(set) var last: UInt32 = .max
        /// Texts in it.
        fileprivate(set) var count: UInt32 = 0

        /// An empty list.
        init() {}

        /// A list as it was.
        init(first: UInt32, last: UInt32, count: UInt32) {
            self.first = first
            self.last = last
            self.count = count
        }
    }

    private var cells = Blocks<Cell>()
    private var free: UInt32 = .max

    init() {}

    deinit { cells.deallocate() }

    /// The last text of a list.
    func last(of list: List) -> TextID {
        list.last == .max ? .none : cells[Int(list.last)].text
    }

    /// The texts of a list, oldest first.
    func texts(of list: List) -> [TextID] {
        var texts: [TextID] = []
        var at = list.first
        while at != .max {
            texts.append(cells[Int(at)].text)
            at = cells[Int(at)].next
        }
        return texts
    }

    /// Whether a text is in a list. Cost: its length.
    func contains(_ text: TextID, in list: List) -> Bool {
        var at = list.first
        while at != .max {
            if cells[Int(at)].text == text { return true }
            at = cells[Int(at)].next
        }
        return false
    }

    /// Whether a list has a text that is wanted.
    func has(in list: List, where isWanted: (TextID) -> Bool) -> Bool {
        var at = list.first
        while at != .max {
            if isWanted(cells[Int(at)].text) { return true }
            at = cells[Int(at)].next
        }
        return false
    }

    /// Appends a text, whose use passes to the list.
    mutating func append(_ text: TextID, to list: inout List) {
        let cell: UInt32
        if free != .max {
            cell = free
            free = cells[Int(cell)].next
            cells[Int(cell)] = Cell(text: text, next: .max)
        } else {
            cell = UInt32(cells.count)
            cells.append(Cell(text: text, next: .max))
        }
        if list.last == .max { list.first = cell } else { cells[Int(list.last)].next = cell }
        list.last = cell
        list.count += 1
    }

    /// Takes the first text away and gives it back.
    mutating func removeFirst(of list: inout List) -> TextID {
        guard list.first != .max else { return .none }
        let cell = list.first
        let text = cells[Int(cell)].text
        list.first = cells[Int(cell)].next
        if list.first == .max { list.last = .max }
        list.count -= 1
        cells[Int(cell)].next = free
        free = cell
        return text
    }
}
