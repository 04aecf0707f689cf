import CCSState
import CCSView
import CDom
import Glibc

/// Measures the parts of ccs-top that are no separate process. `run.py` beside it measures the program.
@main
struct Bench {
    private static let usage = """
        usage: ccs-bench [--json] [--smoke] WHAT
          stages FILE DOMAIN    where the time of a feed goes, beside simdjson's own DOM
          reduce CALLS          reducing alone, while as many calls end as begin
          pages SEANCES [PANE]  a page of each pane with each order and with filters, or of one, list by list
          draw                  a page to cells
          memory CALLS          what a live call takes, with its share of the tree
          memory-log CALLS      the same with the lines that the log keeps
          domains DOMAINS       the cost of many domains, beside that of three
          domain-pages DOMAINS  pages of the list of domains, in each order
          bounds STEPS          memory under feeds that aim at every bound, which must not grow
          versions
        """

    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        func flag(_ name: String) -> Bool {
            defer { arguments.removeAll { $0 == name } }
            return arguments.contains(name)
        }
        let report = Report(isJSON: flag("--json"))
        let isSmoke = flag("--smoke")
        guard let done = run(arguments, isSmoke, report) else {
            complain(usage)
            exit(2)
        }
        if !done {
            complain("ccs-bench: \(arguments.joined(separator: " ")): it did not come to what it should")
            exit(1)
        }
    }

    private static func complain(_ text: String) {
        let line = text + "\n"
        _ = line.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Returns nil for unknown arguments, false if a check failed.
    private static func run(_ arguments: [String], _ isSmoke: Bool, _ report: Report) -> Bool? {
        let number = arguments.count >= 2 ? Int(arguments[1]).flatMap { $0 > 0 ? $0 : nil } : nil
        guard arguments.count <= 3 else { return nil }
        switch (arguments.first, number) {
        case ("stages", _) where arguments.count == 3:
            return Stages(path: arguments[1], domain: arguments[2], runs: isSmoke ? 1 : 5, report: report).run()
        case ("reduce", let calls?):
            return Reducing(calls: calls, runs: isSmoke ? 1 : 5, lines: isSmoke ? 20_000 : 200_000, report: report)
                .run()
        case ("pages", let seances?):
            let pane = arguments.count > 2 ? Pane(rawValue: arguments[2]) : nil
            return Pages(seances: seances, pane: pane, isSmoke: isSmoke, report: report).run()
        case ("draw", _) where arguments.count == 1:
            return Drawing(runs: isSmoke ? 10 : 200, report: report).run()
        case ("memory", let calls?):
            return Memory(calls: calls, logBytes: 0, report: report).run()
        case ("memory-log", let calls?):
            return Memory(calls: calls, logBytes: Limits().logBytes, report: report).run()
        case ("domains", let domains?):
            return Domains(domains: domains, runs: isSmoke ? 1 : 7, lines: isSmoke ? 5000 : 100_000, report: report)
                .run()
        case ("domain-pages", let domains?):
            return DomainPages(domains: domains, isSmoke: isSmoke, report: report).run()
        case ("bounds", let steps?):
            return Bounds(events: isSmoke ? min(steps, 20_000) : steps, report: report).run()
        case ("versions", _):
            print("simdjson \(String(cString: dom_version()))")
            return true
        default: return nil
        }
    }
}
