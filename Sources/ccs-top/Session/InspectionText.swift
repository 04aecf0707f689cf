import CCSEvents
import CCSState

/// The result of an inspection, as text of 80 columns. All of it is sanitised, because names and values come from the feed.
struct InspectionText {
    private(set) var text = ""
    private static let width = 80

    init(_ inspection: borrowing Inspection) {
        addLines(inspection)
        for type in EventType.allCases where inspection.types[Int(type.rawValue)].count > 0 { add(type, inspection) }
        addNames(
            "States and their phases",
            inspection.statesByCount.map { state in
                (NumberMask.masked(state.name), state.count, inspection.phase(of: state.name).name)
            })
        addNames(
            "Other classes and types (ignored)", inspection.strangersByCount.map { ($0.name, $0.count, "") })
        addProposals(inspection)
    }

    private mutating func addLines(_ inspection: borrowing Inspection) {
        let counts = inspection.counts
        let found = Verdict.allCases.filter { counts[$0] > 0 }.map { "\($0.name) \(counts[$0])" }
        let lines = "\(counts.lines) \(counts.lines == 1 ? "line" : "lines"): "
        add(lines + (found.isEmpty ? "nothing came" : found.joined(separator: ", ")), indent: 2)
        let faults = inspection.faults.sorted { $0.key.rawValue < $1.key.rawValue }
        if !faults.isEmpty {
            add("malformed: " + faults.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", "), indent: 2)
        }
    }

    private mutating func add(_ type: EventType, _ inspection: borrowing Inspection) {
        let findings = inspection.types[Int(type.rawValue)]
        let bad = findings.withoutID > 0 ? "  malformed without an id: \(findings.withoutID)" : ""
        text += "\n"
        add(type.name.padded(28) + "\(findings.count)" + bad, indent: 2)
        var fields: [String] = []
        for field in Field.allCases {
            guard let count = findings.fields[field] else { continue }
            let names = inspection.names(of: field, in: type).joined(separator: " ")
            fields.append("\(field.row.name) (\(names)) \(count)")
        }
        if !fields.isEmpty { add("  found      " + fields.joined(separator: ", "), indent: 13) }
        for (place, one) in inspection.unclaimed(type).enumerated() {
            let example = one.findings.example.map { $0 } ?? (one.findings.values > 0 ? "(hidden)" : "no value")
            let name = DisplayText(sanitizing: one.name).truncatedInMiddle(to: 34, tail: 16, ellipsis: "…").string
            let lead = place == 0 ? "  unclaimed  " : "             "
            add(lead + name.padded(35) + "\(one.findings.count)".padded(8) + cut(example, 22), indent: 13)
        }
        if findings.overflow > 0 { add("             and more names, \(findings.overflow) times", indent: 13) }
    }

    private mutating func addNames(_ title: String, _ names: [(name: String, count: Int, note: String)]) {
        guard !names.isEmpty else { return }
        text += "\n"
        add(title, indent: 2)
        for (name, count, note) in names {
            add("  " + cut(name, 40).padded(42) + "\(count)".padded(10) + note, indent: 4)
        }
    }

    private mutating func addProposals(_ inspection: borrowing Inspection) {
        let proposals = inspection.proposals
        text += "\n"
        guard !proposals.isEmpty else {
            let isGood = inspection.types.allSatisfy { $0.withoutID == 0 }
            return add(
                isGood
                    ? "The field map fits: nothing is proposed."
                    : "No name looks like the ids that are missing: name them with --map.", indent: 2)
        }
        add("Proposed from names and values; check it before you use it:", indent: 2)
        for proposal in proposals {
            let mends = proposal.mends > 0 ? "malformed without it: \(proposal.mends)" : ""
            add("  " + cut(proposal.text, 40).padded(42) + mends, indent: 4)
        }
        text += "\n"
        // The option is not wrapped, so that the user can copy it.
        let map = proposals.map(\.text).joined(separator: ",")
        text += "  --map '\(DisplayText(sanitizing: map).string)'\n"
        add("or a line for each in a file: map-file in the settings, or --map @FILE.", indent: 2)
    }

    private func cut(_ text: String, _ width: Int) -> String {
        DisplayText(sanitizing: text).truncated(to: width, ellipsis: "…").string
    }

    /// Adds a line, wrapped between words.
    private mutating func add(_ line: String, indent: Int) {
        var line = DisplayText(sanitizing: line).string
        while line.last == " " { line.removeLast() }
        guard line.count > Self.width else {
            text += line + "\n"
            return
        }
        var rest = line[...]
        var lead = ""
        while lead.count + rest.count > Self.width {
            let room = rest.prefix(Self.width - lead.count)
            // A word longer than a line is split.
            let end = room.lastIndex(of: " ").flatMap {
                $0 > rest.startIndex && !room[..<$0].allSatisfy { $0 == " " } ? $0 : nil
            }
            text += lead + rest[..<(end ?? room.endIndex)] + "\n"
            rest = rest[(end ?? room.endIndex)...].drop { $0 == " " }
            lead = String(repeating: " ", count: indent)
        }
        text += lead + rest + "\n"
    }
}
