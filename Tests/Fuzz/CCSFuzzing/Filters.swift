import CCSEvents
import CCSView

/// Filters: an accepted filter, written and read again, stays the same. A filter and its negation split the rows.
@Sendable func fuzzFilter(_ input: UnsafeRawBufferPointer) throws {
    guard let text = String(validating: input, as: UTF8.self) else { return }
    let filter: Filter
    do {
        filter = try Filter(parsing: text, fields: fields)
    } catch {
        return try check(error, in: text)
    }
    let matcher = FilterMatcher(filter)
    let written = filter.description
    // Added quotes and operators can exceed the limit of an expression.
    guard written.unicodeScalars.count <= 4096 else { return }
    let again: Filter
    do {
        again = try Filter(parsing: written, fields: fields)
    } catch {
        throw Violation(description: "\(text) is written as \(written), which is refused: \(error)")
    }
    try require(again == filter, "\(text) is written as \(written), which reads back as \(again)")
    guard !filter.isEmpty, let negation = try? Filter(parsing: "not (\(written))", fields: fields) else { return }
    let opposite = FilterMatcher(negation)
    for row in 0..<3 {
        let values = fields.map { value(of: $0.kind, row, input) }
        try require(
            matcher.matches { values[$0] } != opposite.matches { values[$0] },
            "a row matches \(written) and its negation, or neither")
    }
}

/// The fields of all panes.
private let fields = Pane.allCases.flatMap { ColumnTable.filterFields(of: $0) }

/// A value taken from the expression, so that comparisons sometimes hold. Row 2 has no values.
private func value(of kind: FilterField.Kind, _ row: Int, _ input: UnsafeRawBufferPointer) -> FilterValue {
    let number = Int64(input.last ?? 0)
    let text = FeedText(UnsafeRawBufferPointer(rebasing: row == 0 ? input.suffix(8) : input.prefix(8)))
    switch kind {
    case _ where row == 2: return .none
    case .text: return row == 0 ? .text(text) : .texts([text, FeedText("745")])
    case .number: return .number(row == 0 ? Double(number) : .nan)
    case .duration: return .duration(row == 0 ? number * 1000 : .min)
    case .time: return .time(row == 0 ? 1_795_442_602_123 : .max)
    case .flag: return .flag(row == 0)
    }
}

private func check(_ error: FilterError, in text: String) throws(Violation) {
    try require(!error.message.isEmpty, "refused without a reason")
    try require(
        0 <= error.range.lowerBound && error.range.upperBound <= text.count,
        "the fault is at \(error.range) of \(text.count) characters")
    _ = error.rendered(in: text)
}
