/// What the help screen, `--help` and errors say about filters, made of the list of fields alone.
public enum FilterHelp {
    /// A line a field: its name, its kind, what it says, and how its values are written.
    public static func lines(fields: [FilterField]) -> [String] {
        let width = fields.map(\.name.count).max() ?? 0
        return fields.map { field in
            let name = field.name + String(repeating: " ", count: max(width - field.name.count, 0))
            return field.help.isEmpty
                ? "\(name)  \(field.kind.explanation)" : "\(name)  \(field.help) (\(field.kind.explanation))"
        }
    }

    /// The language in a few lines, with examples for the fields of a pane: what is to be typed, two blanks or more, what it means.
    public static func language(of pane: Pane) -> [String] {
        let (example, missing) = examples(of: pane)
        let flag = ColumnTable.filterFields(of: pane).last { $0.kind == .flag }.map {
            "\($0.name)  not \($0.name)  a flag; also \($0.name)=yes, \($0.name)=no"
        }
        return [
            example,
            "= != < <= > >=   compare; ~ !~ search a text for a regular expression",
            "and or not ( )   join; terms beside each other mean and",
            flag,
            "orlova  \"a b\"    looked for in every text; upper and lower case are alike",
            missing.map { "\($0)!~.  those without a value" },
        ].compactMap(\.self)
    }

    /// A filter that is of use in a pane, and a field of it whose value may be missing. States are words of the platform: what
    /// rings too long is known by what is wrong with it.
    private static func examples(of pane: Pane) -> (example: String, missing: String?) {
        switch pane {
        case .domains: ("wrong>0 or failures>5", nil)
        case .seances: (#"wrong=ringing and not from~^\+7495"#, "to")
        case .connections: (#"wrong=unrecorded and not from~^\+7495"#, "to")
        case .calls: (#"wrong=ringing and not number~^\+7495"#, "name")
        case .failures: ("code=486 and ago<5m", "reason")
        case .recording: ("status=missing and since>30s", "to")
        case .anomalies: ("wrong=ringing and since>1m", "id")
        case .numbers: (#"fail5>0 and not number~^\+7495"#, nil)
        case .log: ("type=connection_failure or verdict!=applied", nil)
        case .feed: ("lines", nil)
        case .changes: ("change=began and ago<1m", "who")
        }
    }

    /// The message about a name that no field has, with the field that was probably meant.
    static func unknown(_ name: String, fields: [FilterField]) -> String {
        let panes = FilterWords.panes(with: name)
        if let now = FilterWords.renamed[name.lowercased()], panes.isEmpty, fields.contains(where: { $0.name == now }) {
            return "no field \(FilterLimits.quote(name)): is it \(now)?"
        }
        // A field of another list is hardly a typing error.
        let letters = name.unicodeScalars.prefix(32).count
        if let near = nearest(name, fields), near.distance <= max(1, panes.isEmpty ? letters / 2 : letters / 3) {
            return "no field \(FilterLimits.quote(name)): is it \(near.name)?"
        }
        let known = fields.prefix(8).map(\.name).joined(separator: ", ") + (fields.count > 8 ? ", …" : "")
        let elsewhere = panes.isEmpty ? "" : "; it is a field of \(panes.map(\.title).joined(separator: ", "))"
        return "no field \(FilterLimits.quote(name)): there are \(known)\(elsewhere)"
    }

    /// Whether one letter makes a name that of a field.
    static func isNearly(_ name: String, _ fields: [FilterField]) -> Bool {
        nearest(name, fields).map { $0.distance <= 1 } ?? false
    }

    private static func nearest(_ name: String, _ fields: [FilterField]) -> (name: String, distance: Int)? {
        let lowered = Array(name.lowercased().unicodeScalars.prefix(32))
        let near = fields.map {
            (name: $0.name, distance: distance(lowered, Array($0.name.lowercased().unicodeScalars)))
        }
        .min { $0.distance < $1.distance }
        return near.flatMap { $0.distance < $0.name.unicodeScalars.count ? $0 : nil }
    }

    /// The first of some words, for a message.
    static func listed(_ words: [String]) -> String {
        let long = words.filter { $0.count > 1 }
        return long.prefix(6).joined(separator: ", ") + (long.count > 6 ? ", …" : "")
    }

    /// How a field that stands alone is to be compared; with the word after it, where there is one.
    static func howToCompare(_ field: FilterField, with next: FilterToken?) -> String {
        let word = next.flatMap { $0.kind == .word && $0.keyword == nil || $0.kind == .quoted ? $0 : nil }
        let value = word.map { Filter.value($0.text, of: .equal) }
        switch field.kind {
        case .text:
            if !field.words.isEmpty { return "write \(field.name)=VALUE: \(listed(field.words))" }
            let value = value ?? "VALUE"
            return "write \(field.name)=\(value), or \(field.name):\(value) for a part of it"
        case .duration: return "\(field.name) is a duration: write \(field.name)>30s"
        case .number: return "\(field.name) is a number: write \(field.name)>3"
        case .time: return "\(field.name) is a time: write \(field.name)>14:03"
        case .flag: return "\(field.name) is a flag: write \(field.name), or not \(field.name)"
        }
    }

    /// Letters to insert, drop, change or swap with their neighbour to make one word of the other.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
