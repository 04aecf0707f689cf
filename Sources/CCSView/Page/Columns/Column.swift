import CCSEvents
import CCSState

/// A column of a list: what it is called, what an item has in it, and how that is shown. Cells, sort orders and the fields of
/// filters all come from here.
struct Column<Item>: Sendable {
    typealias Reading = @Sendable (Item, Viewpoint) -> Value
    typealias Parts = @Sendable (Item, (FeedText) -> Bool) -> Bool

    /// What drawing and help need to know.
    let info: ColumnInfo
    /// Whether it is shown unless others are asked for.
    let isUsual: Bool
    /// What an item has in it.
    let value: Reading
    /// The text of the feed that the value is, where it is nothing else.
    let feed: (@Sendable (Item) -> FeedText)?
    /// Where the value is texts joined with blanks between them: whether one of them is wanted.
    let parts: Parts?
    /// The words that a value is made of, where they are the program's own.
    let words: [String]?
    /// All characters that a cell may have in it, where these are few.
    let alphabet: String?
    /// What items are ordered by, where that is not the value.
    let order: Reading
    /// What the value means.
    let role: @Sendable (Item, Viewpoint) -> Role
    /// Its text where it is not the value's own.
    let draw: (@Sendable (Item, Viewpoint) -> DisplayText)?
    /// What its text leaves open.
    let doubt: (@Sendable (Item) -> Doubt?)?
    /// Whether telephone numbers may stand in it.
    let hasNumbers: Bool
    /// Whether it tells an item from all others of its pane.
    let isIdentity: Bool
    /// Whether it hangs on what is under an item, which may be shown no longer a while after that ended.
    let looksUnder: Bool

    init(
        _ id: String, _ title: String, _ kind: ValueKind, _ width: ClosedRange<Int>, widest: Int = 0, priority: Int,
        help: String,
        right: Bool = false, middle: Bool = false, descending: Bool = false, usual: Bool = true,
        numbers: Bool = false, identity: Bool = false, under: Bool = false, order: Reading? = nil,
        role: @escaping @Sendable (Item, Viewpoint) -> Role = { _, _ in .plain },
        draw: (@Sendable (Item, Viewpoint) -> DisplayText)? = nil, doubt: (@Sendable (Item) -> Doubt?)? = nil,
        alphabet: String? = nil, parts: Parts? = nil, words: [String]? = nil,
        feed: (@Sendable (Item) -> FeedText)? = nil,
        value: @escaping Reading
    ) {
        self.feed = feed
        self.parts = parts
        self.words = words
        self.alphabet = alphabet
        var info = ColumnInfo(
            id: id, title: title, help: help, width: width, priority: priority, alignsRight: right, cutsMiddle: middle,
            sortsDescending: descending, kind: kind, widest: widest)
        info.words = words ?? []
        self.info = info
        isUsual = usual
        self.value = value
        self.order = order ?? value
        self.role = role
        self.draw = draw
        self.doubt = doubt
        hasNumbers = numbers
        isIdentity = identity
        looksUnder = under
    }

    /// A column of a text of the feed. A telephone number may stand in any of them but ids and words of the program's own.
    init(
        _ id: String, _ title: String, _ width: ClosedRange<Int>, widest: Int = 0, priority: Int, help: String,
        middle: Bool = false,
        usual: Bool = true, numbers: Bool = true, identity: Bool = false, order: Reading? = nil,
        role: @escaping @Sendable (Item, Viewpoint) -> Role = { _, _ in .plain },
        doubt: (@Sendable (Item) -> Doubt?)? = nil, feed: @escaping @Sendable (Item) -> FeedText
    ) {
        self.init(
            id, title, .text, width, widest: widest, priority: priority, help: help, middle: middle, usual: usual,
            numbers: numbers,
            identity: identity, order: order, role: role, doubt: doubt, feed: feed
        ) { item, _ in .feed(feed(item)) }
    }

    /// The cell of an item.
    func cell(_ item: Item, _ view: Viewpoint, ended: Bool) -> StyledText {
        let value = value(item, view)
        let text = text(item, value, view)
        if value.isNone { return StyledText(text, .missing) }
        return StyledText(doubt?(item)?.marked(text, view.glyphs) ?? text, ended ? .ended : role(item, view))
    }

    /// Whether the cell of an item has a needle in it.
    func contains(_ needle: Needle, in item: Item, _ view: Viewpoint) -> Bool {
        if draw != nil || (hasNumbers && view.masksNumbers) || info.kind == .time {
            return needle.isIn(text(item, value(item, view), view).string)
        }
        if let feed { return needle.isIn(feed(item).bytes) }
        if let parts, !needle.hasBlank { return parts(item) { needle.isIn($0.bytes) } }
        return value(item, view).contains(needle)
    }

    /// Whether any cell could have a needle in it: asked once, so that not every item has to be.
    func mayContain(_ needle: Needle) -> Bool {
        if let alphabet { return needle.isMadeOf(alphabet) }
        if draw != nil { return true }
        switch info.kind {
        case .number: return needle.isMadeOf("0123456789.,-")
        case .duration: return needle.isMadeOf("0123456789:d -")
        case .time: return needle.mayBeNumeric
        case .text, .flag: return true
        }
    }

    /// What a filter sees: the value, but numbers masked where they are, or one could feel one's way to what is hidden.
    var seen: Reading {
        guard hasNumbers else { return value }
        return { [value] item, view in
            let value = value(item, view)
            guard view.masksNumbers, !value.isNone else { return value }
            return .string(view.shown(value.text(view.glyphs).string))
        }
    }

    /// The one place where cells become text, and where numbers are masked.
    private func text(_ item: Item, _ value: Value, _ view: Viewpoint) -> DisplayText {
        let text = draw?(item, view) ?? value.text(view)
        guard hasNumbers, view.masksNumbers, !value.isNone else { return text }
        return DisplayText(sanitizing: view.shown(text.string))
    }
}

/// What a value leaves open, because not all was heard.
enum Doubt {
    /// A length of time or a number may be more: not all of it was heard.
    case mayBeMore
    /// A gap may have changed it.
    case isUnconfirmed

    /// A text with the sign of the doubt.
    func marked(_ text: DisplayText, _ glyphs: Glyphs) -> DisplayText {
        switch self {
        case .mayBeMore: glyphs.atLeast + text
        case .isUnconfirmed: text + "?"
        }
    }
}

extension Array {
    /// The columns asked for, in their order; the usual ones when none or nothing known is asked for.
    func chosen<Item>(_ ids: [String]?) -> [Column<Item>] where Element == Column<Item> {
        let asked = (ids ?? []).compactMap { id in first { $0.info.id == id } }
        return asked.isEmpty ? filter(\.isUsual) : asked
    }

    /// The order asked for, where there is such a column, or else the pane's own.
    func order<Item>(_ asked: Query.Sort?, usual: Query.Sort) -> (sort: Query.Sort, column: Column<Item>)?
    where Element == Column<Item> {
        for sort in [asked, usual].compactMap(\.self) {
            if let column = first(where: { $0.info.id == sort.column }) { return (sort, column) }
        }
        return nil
    }
}
