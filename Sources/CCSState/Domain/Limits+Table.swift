extension Limits {
    /// A limit as users know it.
    public struct Row: Sendable {
        /// Its name on the command line and in the configuration file.
        public let name: String
        /// What it bounds, in a few words.
        public let help: String
        /// Where it is.
        public let path: any WritableKeyPath<Limits, Int> & Sendable
        /// What it can be set to.
        public let range: ClosedRange<Int>
        /// Whether it counts bytes.
        public let isBytes: Bool
        /// How much of it is used; of limits for a domain, by the domain that uses most. Nil where nobody knows without a search.
        public let use: (@Sendable ([Domain]) -> Int)?

        init(
            _ name: String, _ path: any WritableKeyPath<Limits, Int> & Sendable, _ range: ClosedRange<Int>,
            isBytes: Bool = false, _ help: String, use: (@Sendable ([Domain]) -> Int)? = nil
        ) {
            self.name = name
            self.help = help
            self.path = path
            self.range = range
            self.isBytes = isBytes
            self.use = use
        }
    }

    /// All limits. The lower ends keep what the feed's contract promises of failures and of repetitions.
    public static let table: [Row] = [
        Row("live", \.liveObjects, 1...100_000_000, "live objects of each kind in a domain") { domains in
            most(domains) { max($0.calls.liveCount, $0.connections.liveCount, $0.seances.liveCount) }
        },
        Row("ended", \.endedObjects, 0...100_000_000, "ended objects in a domain") { most($0) { $0.keptCount } },
        Row("members", \.membersOfSeance, 0...10_000_000, "ended calls and connections of one seance"),
        Row("ended-ids", \.endedIDs, 1...100_000_000, "ids of ended objects of each kind in a domain") { domains in
            most(domains) { max($0.calls.ended.count, $0.connections.ended.count, $0.seances.ended.count) }
        },
        Row("recent-lines", \.recentLines, 1024...10_000_000, "lines in a domain that are searched for duplicates") {
            most($0) { $0.recentLines.count }
        },
        Row("failures", \.failures, 100...10_000_000, "failures in a domain") { most($0) { $0.failures.count } },
        Row("episodes", \.episodes, 0...1_000_000, "ended anomalies in a domain") {
            most($0) { $0.episodesKept }
        },
        Row("numbers", \.numbers, 1...10_000_000, "numbers in a domain") {
            most($0) { $0.numberStats.entries.count }
        },
        Row("seance-numbers", \.numbersOfSeance, 1...1_000_000, "numbers of one seance"),
        Row("texts", \.textBytes, 1 << 20...1 << 32, isBytes: true, "bytes of text in a domain") {
            most($0) { $0.textUse.bytes }
        },
        Row("log", \.logBytes, 0...1 << 40, isBytes: true, "bytes of event lines in a domain") {
            most($0) { $0.log.bytesHeld }
        },
        Row("log-all", \.logBytesInAll, 0...1 << 40, isBytes: true, "bytes of event lines in all domains") { domains in
            domains.reduce(0) { $0 + $1.log.bytesHeld }
        },
        Row("domains", \.domains, 1...1_000_000, "domains") { $0.count },
    ]

    private static func most(_ domains: [Domain], _ use: (Domain) -> Int) -> Int { domains.map(use).max() ?? 0 }

    /// What is wrong with a limit that a user wrote.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// An entry that is not `NAME=VALUE`.
        case notAnAssignment(String)
        /// A limit that does not exist.
        case unknown(String)
        /// No amount.
        case notAnAmount(String, name: String)
        /// An amount out of range.
        case outOfRange(String, name: String)
        /// A limit that is set twice.
        case repeated(name: String)

        /// For the user, with what to do.
        public var description: String {
            switch self {
            case .notAnAssignment(let entry): "'\(entry)' is not NAME=VALUE"
            case .unknown(let name):
                "there is no limit '\(name)'; there are \(Limits.table.map(\.name).joined(separator: ", "))"
            case .notAnAmount(let value, let name):
                "'\(value)' is not an amount for \(name); write a whole number, with k, M or G after it for thousands and more"
                    + ", or with KiB, MiB or GiB"
            case .repeated(let name): "\(name) is set twice"
            case .outOfRange(let value, let name):
                "\(name) cannot be \(value): it can be "
                    + (Limits.row(name).map { "\($0.range.lowerBound) to \($0.range.upperBound)" } ?? "")
            }
        }
    }

    /// The row of a name.
    public static func row(_ name: String) -> Row? { table.first { $0.name == name } }

    /// Sets limits from `NAME=VALUE,…`.
    public mutating func set(_ text: String) throws(Failure) {
        var names: Set<String> = []
        for entry in text.split(separator: ",", omittingEmptySubsequences: true) {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw .notAnAssignment(String(entry)) }
            try set(parts[0], parts[1])
            guard names.insert(parts[0]).inserted else { throw .repeated(name: parts[0]) }
        }
    }

    /// Sets one limit from an amount as people write it: `5000`, `500k`, `64MiB`.
    public mutating func set(_ name: String, _ value: String) throws(Failure) {
        guard let row = Self.row(name) else { throw .unknown(name) }
        guard let amount = Self.amount(value) else { throw .notAnAmount(value, name: name) }
        guard row.range.contains(amount) else { throw .outOfRange(value, name: name) }
        self[keyPath: row.path] = amount
    }

    private static let units = [
        "": 1, "k": 1000, "M": 1_000_000, "G": 1_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
    ]

    /// An amount; nil where it is none.
    static func amount(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), let unit = units[String(text.dropFirst(digits.count))] else { return nil }
        let (amount, isOver) = number.multipliedReportingOverflow(by: unit)
        return isOver ? nil : amount
    }

    /// An amount as ``set(_:_:)`` takes it: in the largest unit that divides it.
    public static func text(_ amount: Int, isBytes: Bool) -> String {
        let names = isBytes ? ["GiB", "MiB", "KiB"] : ["M", "k"]
        for name in names {
            if let unit = units[name], amount > 0, amount % unit == 0 { return "\(amount / unit)\(name)" }
        }
        return "\(amount)"
    }
}
