import CCSEvents
import CCSTestSupport

@testable import CCSState

/// The start time of the tests' events, in milliseconds.
let start: Int64 = 1_732_320_000_000

/// An event line. `data` has members as `name=value` with blanks in between. `at` is in milliseconds after ``start``.
func event(_ type: String, _ data: String = "", at: Int64 = 0, in domain: String = "sales") -> String {
    let members = data.split(separator: " ").map { member in
        let parts = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return "\"\(parts[0])\":\"\(parts[1])\""
    }
    return #"{"class":"ccsevents","type":"\#(type)","domain":"\#(domain)","eventts":\#(start + at),"#
        + #""data":{\#(members.joined(separator: ","))}}"#
}

/// A reducer for tests, which takes lines.
final class TestFeed {
    struct NoReducer: Error {}

    private var reducer: FeedReducer

    init(_ options: EventDecoder.Options = .init(), limits: Limits = Limits()) throws {
        guard let reducer = FeedReducer(options, limits: limits) else { throw NoReducer() }
        self.reducer = reducer
    }

    /// A feed that has read these lines.
    convenience init(_ lines: [String]) throws {
        try self.init()
        for line in lines { take(line) }
    }

    /// Takes bytes in one piece.
    func take(bytes: [UInt8], source: Int = 0, arrival: Int64 = 0) {
        let padded = bytes + [UInt8](repeating: 0x22, count: LineFramer.padding)
        padded.withUnsafeBytes { padded in
            var position = 0
            let piece = UnsafeRawBufferPointer(rebasing: padded[..<bytes.count])
            while reducer.take(piece, from: &position, source: source, arrival: arrival, limit: 100) {}
        }
    }

    /// Takes a line, and returns its verdict.
    @discardableResult
    func take(_ line: String, source: Int = 0, arrival: Int64 = 0) -> Verdict? {
        let before = reducer.counts
        take(bytes: Array(line.utf8) + [0x0A], source: source, arrival: arrival)
        let counts = reducer.counts
        return Verdict.allCases.first { counts[$0] != before[$0] }
    }

    func finish(source: Int = 0) { reducer.finish(source: source, arrival: 0) }

    func begin(source: Int) { reducer.begin(source: source, arrival: 0) }
    func setFeedDomain(_ name: String, source: Int) { reducer.setFeedDomain(name, source: source) }
    func facts(of source: Int) -> SourceFacts { reducer.facts(ofSource: source) }

    /// The connection to a source is lost and opened again.
    func gap(source: Int = 0, from lost: Int64, to back: Int64) {
        finish(source: source)
        reducer.noteLoss(of: source, at: lost)
        reducer.noteReturn(of: source, at: back)
    }
    func leave(source: Int, at wall: Int64) { reducer.noteLeave(of: source, at: wall) }
    func lose(source: Int = 0, at wall: Int64) { reducer.noteLoss(of: source, at: wall) }
    func back(source: Int = 0, at wall: Int64) { reducer.noteReturn(of: source, at: wall) }
    func tick(wall: Int64, silence: Int64 = 0, hasStopped: Bool = false) {
        reducer.tick(wall: wall, silence: silence, isLive: true, hasStopped: hasStopped)
    }
    var gaps: Gaps { reducer.gaps }
    /// The number of lost connections that still have unconfirmed objects.
    var lostConnections: Int { reducer.state.stints.lost.count }

    /// Takes a step of a hostile feed at this wall clock time.
    func take(_ step: HostileFeed.Step, wall: Int64) {
        switch step {
        case .line(let line, let source): take(bytes: Array(line.utf8) + [0x0A], source: source, arrival: wall)
        case .loss(let source): reducer.noteLoss(of: source, at: wall)
        case .back(let source): reducer.noteReturn(of: source, at: wall)
        case .gone(let source): reducer.noteLeave(of: source, at: wall)
        case .tick: reducer.tick(wall: wall, silence: wall % 40_000, isLive: true)
        }
    }
    func checkInvariants() throws { try reducer.state.checkInvariants() }

    var counts: FeedCounts { reducer.counts }
    var facts: FeedFacts { reducer.facts }
    func takeFrames() -> [FeedReducer.Frame] { reducer.takeFrames() }
    var snapshotBytes: [UInt8] { reducer.state.snapshotJSON(counts: reducer.counts) }
    var evictedDomains: Int { reducer.state.evictedDomains }
    var logBytes: Int { reducer.state.logBudget.bytes }
    var domainCount: Int { reducer.state.domains.count }
    var allDomains: [Domain] { reducer.state.domains }

    /// The snapshot as JSON.
    func snapshot() throws -> JSON { try JSON(parsing: snapshotBytes) }

    /// A part of the snapshot's first domain.
    func part(_ path: String) throws -> JSON { try snapshot().at("domains.0.\(path)") }

    func domain(_ name: String = "sales") throws -> Domain {
        guard let domain = reducer.state.domain(named: name) else { throw NoReducer() }
        return domain
    }
}

extension Domain {
    /// All lines of the log, the oldest first.
    var logLines: [String] {
        log.entries.map { log.line($0.sequence) { String(decoding: $0, as: UTF8.self) } ?? "(gone)" }
    }
}

extension EventLog {
    /// All entries, the oldest first.
    var entries: [LogEntry] { (firstSequence..<(lastSequence + 1)).compactMap { entry($0) } }
}
