import CCSEvents
import CCSState

/// The events of a domain in the order of arrival: all that are kept, or those that a filter wants.
struct LogList: RowList {
    let domain: Domain
    let reader: KeptLineReader
    let columns: [Column<LogItem>]
    let view: Viewpoint
    /// The sequence numbers that a filter wants, in order; nil for all.
    let wanted: [Int]?
    /// Makes records in place of cells, where these are asked for.
    var records: RecordMaker<LogItem>?

    var hasMarks: Bool { false }
    var count: Int { wanted?.count ?? domain.log.count }

    func index(of id: RowID) -> Int? {
        guard case .sequence(let sequence) = id else { return nil }
        if let wanted { return wanted.place(of: sequence) }
        let first = domain.log.firstSequence
        return (first...max(first, domain.log.lastSequence)).contains(sequence) && domain.log.count > 0
            ? sequence - first : nil
    }

    func rows(_ range: Range<Int>) -> [Row] {
        var previous = range.lowerBound > 0 ? domain.log.entry(sequence(range.lowerBound - 1))?.at : nil
        return range.compactMap { at in
            guard let item = reader.item(sequence(at), in: domain, after: previous, view) else { return nil }
            previous = item.entry.at
            return Row(item, columns, view, records)
        }
    }

    private func sequence(_ at: Int) -> Int { wanted?[at] ?? domain.log.firstSequence + at }
}

extension Row {
    /// The row of an event.
    init(
        _ item: LogItem, _ columns: [Column<LogItem>], _ view: Viewpoint, _ records: RecordMaker<LogItem>? = nil
    ) {
        self.init(id: .sequence(item.entry.sequence))
        fill(columns, item, view, ended: false, records)
        seance = item.seance
        bornAgo = max(0, view.now - item.entry.at)
        copyText = item.subjectID
    }
}

extension [Int] {
    /// Where a number stands in numbers that ascend.
    func place(of number: Int) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == number ? low : nil
    }
}
