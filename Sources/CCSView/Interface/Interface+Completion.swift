extension Interface {
    /// Completes the name of a field before the cursor of a filter; where several begin so, says which.
    mutating func complete() {
        guard var typing, typing.purpose == .filter, case .pane(let pane) = view else { return }
        let head = Array(typing.editor.head.unicodeScalars)
        let start = (head.lastIndex { FilterLexer.endsWord($0) } ?? -1) + 1
        // After a comparison stands a value.
        if start > 0, "=<>~".unicodeScalars.contains(head[start - 1]) { return }
        var word = String.UnicodeScalarView()
        word.append(contentsOf: head[start...])
        let begun = String(word).lowercased()
        let names = ColumnTable.filterFields(of: pane).map(\.name).filter { $0.lowercased().hasPrefix(begun) }
        guard let first = names.first else {
            typing.hint = names.isEmpty && begun.isEmpty ? "this list has no fields" : "no field begins like that"
            self.typing = typing
            return
        }
        let common = names.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        typing.editor.insert(String(common.dropFirst(begun.count)))
        self.typing = typing
        self.typing?.hint = names.count > 1 ? names.joined(separator: " ") : ""
    }
}

extension String {
    /// What both begin with.
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
