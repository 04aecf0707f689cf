public import CCSEvents

/// How a sample of a feed fits the field map: what was found of each type, which names no field claims, which states were seen.
///
/// It reads each line twice, once as the feed is read and once for its names, so it is for a sample, not for a feed.
public struct Inspection: ~Copyable {
    /// What the lines counted as.
    public var counts: FeedCounts { reducer.counts }
    /// Lines taken.
    public private(set) var lines = 0
    /// What was found of each of the 19 types.
    public private(set) var types = [TypeFindings](repeating: TypeFindings(), count: EventType.allCases.count)
    /// Classes with types that are none of the 19, and how many of each.
    public private(set) var strangers: [String: Int] = [:]
    /// States of each kind of object, with how many events named them.
    public private(set) var states: [String: Int] = [:]
    /// Malformed lines by why.
    public private(set) var faults: [EventDecoder.Fault: Int] = [:]
    /// The phases that states are given to.
    public let phases: PhaseTable
    /// The map that the sample was read with.
    public let map: FieldMap

    private var reducer: FeedReducer
    private var decoder: EventDecoder
    private var framers: [Int: Framer] = [:]

    private final class Framer {
        var framer = LineFramer()
    }

    /// States, and strangers, that are kept.
    private static let namesKept = 200

    /// An inspection of nothing yet; nil when there is no memory for its parser.
    public init?(_ options: EventDecoder.Options, phases: PhaseTable) {
        var limits = Limits()
        limits.logBytes = 0
        guard let reducer = FeedReducer(options, limits: limits, phases: phases) else { return nil }
        guard let decoder = EventDecoder(options) else { return nil }
        self.reducer = reducer
        self.decoder = decoder
        self.phases = phases
        map = options.map
    }

    /// Takes lines of a piece of a feed until there are `limit` in all; true when there are.
    ///
    /// - Precondition: ``LineFramer/padding`` bytes after `piece` can be read.
    public mutating func take(_ piece: UnsafeRawBufferPointer, source: Int, arrival: Int64, limit: Int) -> Bool {
        let framer = framers[source] ?? Framer()
        framers[source] = framer
        var (position, other) = (0, 0)
        while lines < limit, let line = framer.framer.next(in: piece, from: &position) {
            look(line)
            _ = reducer.take(piece, from: &other, source: source, arrival: arrival, limit: 1)
        }
        // The rest of a line that has not ended is kept by both.
        if lines < limit { _ = reducer.take(piece, from: &other, source: source, arrival: arrival, limit: 1) }
        return lines >= limit
    }

    /// Takes the last line of a source, if it lacks its end.
    public mutating func finish(source: Int, arrival: Int64) {
        if let line = framers[source]?.framer.finish() { look(line) }
        reducer.finish(source: source, arrival: arrival)
    }

    /// Hands out the frames that want something, once.
    public mutating func takeFrames() -> [FeedReducer.Frame] { reducer.takeFrames() }

    private mutating func look(_ line: LineFramer.Line) {
        lines += 1
        guard case .line(let bytes) = line else { return }
        switch decoder.decode(bytes, padded: true) {
        case .event: lookAtEvent()
        case .malformed(let fault): faults[fault, default: 0] += 1
        case .otherClass, .unknownType:
            if decoder.isOfAnotherDomain { break }
            let stranger = decoder.stranger
            let name = NumberMask.masked(
                stranger.className.cut(to: 64).string + "." + stranger.type.cut(to: 64).string)
            if strangers[name] != nil || strangers.count < Self.namesKept { strangers[name, default: 0] += 1 }
        case .blank, .control, .noDomain, .otherDomain: break
        }
    }

    private mutating func lookAtEvent() {
        let type = decoder.event.type
        let lacksID = !decoder.event.hasItsIDs
        if lacksID { faults[.noID, default: 0] += 1 }
        var findings = TypeFindings()
        swap(&findings, &types[Int(type.rawValue)])
        findings.count += 1
        if lacksID { findings.withoutID += 1 }
        for field in Field.allCases where !decoder.event[field].isEmpty { findings.fields[field, default: 0] += 1 }
        let state = decoder.event[.state]
        if !state.isEmpty {
            let name = state.cut(to: 64).string
            if states[name] != nil || states.count < Self.namesKept { states[name, default: 0] += 1 }
        }
        decoder.forEachMember { path, member in
            let name = path.cut(to: 128).string
            guard findings.members[name] != nil || findings.members.count < TypeFindings.namesKept else {
                findings.overflow += 1
                return
            }
            findings.members[name, default: MemberFindings()].count += 1
            guard case .value(let value) = member else { return }
            findings.members[name]?.values += 1
            if lacksID { findings.members[name]?.valuesWithoutID += 1 }
            findings.members[name]?.shape.note(value)
            if findings.members[name]?.example == nil, !Likeness.isSecret(name, in: type) {
                findings.members[name]?.example = NumberMask.masked(value.cut(to: 64).string)
            }
        }
        types[Int(type.rawValue)] = findings
    }

    /// Names of a type that no field of the map claims, by name; those of them that are telephone numbers masked.
    public func unclaimed(_ type: EventType) -> [(name: String, findings: MemberFindings)] {
        types[Int(type.rawValue)].members.filter { !isClaimed($0.key) }.sorted { $0.key < $1.key }
            .map { (NumberMask.masked($0.key), $0.value) }
    }

    /// Names of a type by which a field was found, in the map's order.
    public func names(of field: Field, in type: EventType) -> [String] {
        map[field].filter { types[Int(type.rawValue)].members[$0].map { $0.values > 0 } ?? false }
    }

    private func isClaimed(_ name: String) -> Bool { Field.allCases.contains { map[$0].contains(name) } }

    /// The phase of a state.
    public func phase(of state: String) -> Phase {
        var state = state
        return state.withUTF8 { phases.phase(of: FeedText(UnsafeRawBufferPointer($0))) }
    }
}
