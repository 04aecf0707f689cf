import CCSEvents
import CCSState

/// What is wrong with a row: with its object, and with what hangs under that.
struct Marks {
    private(set) var found: [Anomaly] = []
    /// By serial number, where they are more than a few.
    private var known: Set<Int> = []
    private static let few = 8

    /// Whether nothing is wrong.
    var isEmpty: Bool { found.isEmpty }
    /// What is open of it, or all where there are facts only.
    private var foremost: [Anomaly] { hasFactsOnly ? found : found.filter { !$0.isFact } }
    /// The gravest of it.
    var severity: Detector.Severity? { foremost.lazy.map(\.detector.row.severity).max() }
    /// Whether there are facts, and nothing is open.
    var hasFactsOnly: Bool { !found.isEmpty && found.allSatisfy(\.isFact) }
    /// Whether somebody has seen all that is open, or all facts where nothing is.
    var isAcknowledged: Bool { !found.isEmpty && foremost.allSatisfy(\.isAcknowledged) }
    /// Whether something is open that nobody has seen.
    var isUnseen: Bool { found.contains { !$0.isAcknowledged && !$0.isFact } }
    /// By serial number.
    var serials: [Int] { found.map(\.serial) }

    /// Adds what is wrong with an object itself.
    mutating func add(_ object: some FeedObject) {
        // Nearly always there is nothing, and this is asked of every object.
        object.forEachAnomaly { add($0) }
    }

    /// Adds an anomaly, once.
    mutating func add(_ anomaly: Anomaly) {
        if found.count < Self.few {
            guard !found.contains(where: { $0.serial == anomaly.serial }) else { return }
        } else {
            if known.isEmpty { known = Set(found.map(\.serial)) }
            guard known.insert(anomaly.serial).inserted else { return }
        }
        found.append(anomaly)
    }

    /// The detectors, gravest first, each once.
    private var detectors: [Detector] {
        let all = Set(found.map(\.detector))
        return all.sorted { ($1.row.severity, $0.rawValue) < ($0.row.severity, $1.rawValue) }
    }

    /// A letter a detector.
    var letters: DisplayText { found.isEmpty ? .empty : DisplayText(sanitizing: String(detectors.map(\.letter))) }
    /// The detectors for filters: all together, and each by its name and by its letter, which is what rows show.
    var value: Value {
        if found.isEmpty { return .none }
        let detectors = detectors
        let letters = detectors.map { String($0.letter) }
        let names = detectors.map(\.name)
        return .words([names.joined(separator: " ")] + names + letters + [letters.joined()])
    }
    /// For sorting: the gravest first, then the most.
    var weight: Value {
        // Asked of every object, nearly all of which have nothing.
        if found.isEmpty { return .none }
        let gravest = found.lazy.map(\.detector.row.severity).max()
        return gravest.map { .number($0.rawValue * 100_000 + found.count) } ?? .none
    }
    /// What it looks like.
    var role: Role { isAcknowledged || hasFactsOnly ? .ended : severity?.role ?? .plain }
}

extension PaneObject {
    /// What is wrong with it and with what hangs under it.
    var marks: Marks {
        var marks = Marks()
        addMarks(to: &marks)
        return marks
    }
}

extension Detector.Severity {
    /// What it looks like.
    var role: Role {
        switch self {
        case .low: .notice
        case .medium: .warning
        case .high: .failed
        }
    }

    /// Its name.
    package var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }
}

extension Detector {
    /// What stands for it where there is no room for more.
    var letter: Character {
        switch self {
        case .ringing: "R"
        case .held: "H"
        case .unrecorded: "U"
        case .unfinished: "F"
        case .silent: "S"
        case .outlived: "O"
        case .empty: "E"
        case .failing: "%"
        case .loop: "L"
        case .waiting: "W"
        case .stale: "T"
        case .lag: "D"
        }
    }

    /// All letters.
    static let letters = String(allCases.map(\.letter))

    /// The values of filters: all names, and all letters.
    static let words = allCases.map(\.name) + allCases.map { String($0.letter) }
}
