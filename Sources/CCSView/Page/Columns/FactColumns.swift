import CCSEvents
import CCSState

/// A line about the feed itself.
struct Fact {
    /// Its name among all facts.
    var id: String
    /// What it is about.
    var what: String
    /// How many, or how much.
    var amount = Value.none
    /// How that is written, where that is another way than the usual one.
    var amountText: String?
    /// Of what there could be, written out.
    var share: String?
    /// What else is to say.
    var note = ""
    /// Whether it is the title of those that follow.
    var isHeading = false
    /// What it means.
    var role = Role.plain
}

/// The columns of facts.
enum FactColumns {
    static let table: [Column<Fact>] = [
        Column(
            "name", "NAME", .text, 8...30, priority: 9, help: "The name of the line, for filters and scripts",
            usual: false, identity: true
        ) { fact, _ in .string(fact.id) },
        Column("fact", "FACT", .text, 16...30, priority: 0, help: "What is counted", role: { fact, _ in fact.role }) {
            fact, _ in
            .string(fact.what)
        },
        Column(
            "amount", "AMOUNT", .number, 6...14, priority: 1, help: "How many, or how much", right: true,
            role: { fact, _ in fact.role },
            draw: { fact, view in fact.amountText.map { DisplayText(sanitizing: $0) } ?? fact.amount.text(view.glyphs) }
        ) { fact, _ in fact.amount },
        Column(
            "share", "SHARE", .text, 7...10, priority: 3,
            help: "Share of all lines or of the limit; n: number of cases", right: true
        ) {
            fact, _ in fact.share.map { .string($0) } ?? .none
        },
        Column(
            "note", "NOTE", .text, 20...200, priority: 2,
            help: "What it means; letters and digits of samples are masked",
            draw: { fact, _ in DisplayText(sanitizing: fact.note) }
        ) { fact, _ in .string(fact.note) },
    ]
}
