/// Writes the list of injected faults, one JSON object in each line:
/// `{"detector":"held","domain":"sales","kind":"call","id":"…","begin":1732320061000,"end":1732320141000}`.
///
/// Times are `eventts`. `end` is `null` if the fault never ends. The faults of a seance are listed when the seance begins,
/// with the planned times. They are listed for the domain in which the seance began, because only that domain gets all
/// events.
struct FaultList: Sendable {
    private let domains: [String]
    private var hasBegun = false
    /// The last storm of failures that was listed.
    private var lastStorm: Int64 = -1
    /// Lines that were not taken yet.
    private var lines: [UInt8] = []

    init(domains: [String]) {
        self.domains = domains
    }

    /// Returns the lines since the last call.
    mutating func take() -> [UInt8] {
        defer { lines.removeAll(keepingCapacity: true) }
        return lines
    }

    /// Adds the faults of a new seance, and the faults of the telephone network at that time.
    mutating func add(_ planner: borrowing Planner) {
        guard planner.faults else { return }
        if !hasBegun { addNumbers(of: planner) }
        hasBegun = true
        if let storm = planner.storm(at: planner.script.birth), storm.index > lastStorm {
            lastStorm = storm.index
            for domain in 0..<max(1, domains.count) {
                write(.failing, domain, "domain", begin: storm.begin, end: storm.end) { $0.append("null") }
            }
        }
        for fault in planner.script.faults where fault.isListed {
            let script = planner.script
            let end = fault.end.map { script.birth + Int64($0) }
            let (kind, start, idEnd): (StaticString, Int32, Int32) =
                switch fault.subject {
                case .call(let index): ("call", script.calls[Int(index)].start, script.calls[Int(index)].idEnd)
                case .connection(let index):
                    ("connection", script.connections[Int(index)].start, script.connections[Int(index)].idEnd)
                case .seance: ("seance", script.seance.start, script.seance.idEnd)
                }
            write(fault.kind, planner.home, kind, begin: script.birth + Int64(fault.begin), end: end) { lines in
                lines.append(script.text, from: Self.value(in: script.text, from: start), to: idEnd)
            }
        }
    }

    /// Adds the numbers that always fail.
    private mutating func addNumbers(of planner: borrowing Planner) {
        for domain in 0..<max(1, domains.count) {
            for number in planner.population.badNumbers {
                write(.failing, domain, "number", begin: planner.startAt, end: nil) { lines in
                    lines.append(#""+"#)
                    lines.append(decimal: Int64(number))
                    lines.append(#"""#)
                }
            }
        }
        let population = planner.population
        write(.failing, Population.broken.domain, "number", begin: planner.startAt, end: nil) { lines in
            lines.append(#"""#)
            population.appendNumber(of: Population.broken, to: &lines)
            lines.append(#"""#)
        }
    }

    private mutating func write(
        _ kind: Fault.Kind, _ domain: Int, _ subject: StaticString, begin: Int64, end: Int64?,
        id: (inout [UInt8]) -> Void
    ) {
        lines.append(#"{"detector":""#)
        lines.append(kind.name)
        lines.append(#"","domain":"#)
        if domain < domains.count {
            lines.append(#"""#)
            lines.append(escaping: domains[domain])
            lines.append(#"""#)
        } else {
            lines.append("null")
        }
        lines.append(#","kind":""#)
        lines.append(subject)
        lines.append(#"","id":"#)
        id(&lines)
        lines.append(#","begin":"#)
        lines.append(decimal: begin)
        lines.append(#","end":"#)
        if let end { lines.append(decimal: end) } else { lines.append("null") }
        lines.append("}\n")
    }

    /// The index of the value of the member at `start`, after its name and colon.
    private static func value(in text: [UInt8], from start: Int32) -> Int32 {
        let colon = text[Int(start)...].firstIndex(of: UInt8(ascii: ":")) ?? Int(start)
        return Int32(truncatingIfNeeded: colon + 1)
    }
}
