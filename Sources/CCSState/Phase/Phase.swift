public import CCSEvents

/// What a state means, as far as colours, counts and detectors care. States themselves are free text.
public enum Phase: UInt8, CaseIterable, Sendable {
    /// No state was ever said.
    case none
    /// A state that is in no list.
    case other
    /// Being called.
    case ringing
    /// In a queue.
    case queue
    /// In a voice menu.
    case ivr
    /// Talking.
    case talking
    /// On hold.
    case held
    /// Parked.
    case parked
    /// Leaving a message.
    case voicemail
    /// Coming to its end.
    case ending

    /// Its name, as filters and help say it.
    public var name: String {
        switch self {
        case .none: "none"
        case .other: "other"
        case .ringing: "ringing"
        case .queue: "queue"
        case .ivr: "ivr"
        case .talking: "talking"
        case .held: "held"
        case .parked: "parked"
        case .voicemail: "voicemail"
        case .ending: "ending"
        }
    }
}

/// Which states belong to which phase. Case does not matter.
public struct PhaseTable: Sendable {
    /// The states known by default. The platform documents `Forking` alone; the rest are the field's usual words.
    public static let states: [(phase: Phase, names: [String])] = [
        (
            .ringing,
            [
                "ringing", "ring", "early", "incoming", "forking", "calling", "trying", "progress", "alerting",
                "dialing",
                "outgoing", "invite",
            ]
        ),
        (.queue, ["queue", "queued", "in_queue", "waiting"]),
        (.ivr, ["ivr", "menu"]),
        (.talking, ["dialog", "talk", "talking", "answered", "up", "active", "connected", "confirmed", "bridged"]),
        (.held, ["hold", "held", "onhold", "on_hold", "holding", "moh"]),
        (.parked, ["parked", "park"]),
        (.voicemail, ["voicemail", "vm"]),
        (
            .ending,
            [
                "stopping", "stopped", "cancelled", "canceled", "cancel", "final", "bye", "ended", "terminated",
                "terminating",
                "released", "hangup", "failed", "busy", "destroyed",
            ]
        ),
    ]

    /// The states' bytes in lower case, one after the other.
    private var bytes: [UInt8] = []
    private var entries: [(start: Int, count: Int, phase: Phase)] = []
    /// Entry + 1 by hash; 0 is an empty place. At most half full.
    private var table: [UInt16] = Array(repeating: 0, count: 256)

    /// The table of ``states``.
    public init() {
        for (phase, names) in Self.states { for name in names { add(name, phase) } }
    }

    /// Adds a state, or moves it to another phase. The table has room for 30,000 states, which is all that is taken.
    public mutating func add(_ state: String, _ phase: Phase) {
        var name = state
        let found = name.withUTF8 { find(UnsafeRawBufferPointer($0)) }
        if let entry = found.entry {
            entries[entry].phase = phase
            return
        }
        guard entries.count < 30_000 else { return }
        entries.append((bytes.count, name.utf8.count, phase))
        bytes.append(contentsOf: name.utf8.lazy.map(Self.lowered))
        table[found.place] = UInt16(entries.count)
        if entries.count * 2 > table.count { growTable() }
    }

    /// The phase of a state. Asked with every change of a state, so it must not allocate.
    public func phase(of state: FeedText) -> Phase {
        if state.isEmpty { return .none }
        return find(state.bytes).entry.map { entries[$0].phase } ?? .other
    }

    /// The entry of a state, or none, and the place at which the search ended.
    private func find(_ state: UnsafeRawBufferPointer) -> (entry: Int?, place: Int) {
        // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
        var hash: UInt32 = 2_166_136_261
        for byte in state { hash = (hash ^ UInt32(Self.lowered(byte))) &* 16_777_619 }
        var place = Int(hash) & (table.count - 1)
        while table[place] != 0 {
            let entry = Int(table[place]) - 1
            if isEqual(entries[entry], state) { return (entry, place) }
            place = (place + 1) & (table.count - 1)
        }
        return (nil, place)
    }

    private func isEqual(_ entry: (start: Int, count: Int, phase: Phase), _ state: UnsafeRawBufferPointer) -> Bool {
        guard entry.count == state.count else { return false }
        for index in 0..<entry.count where bytes[entry.start + index] != Self.lowered(state[index]) { return false }
        return true
    }

    func checkInvariants() throws {
        let listed = table.count { $0 != 0 }
        try invariant(listed == entries.count, "PhaseTable: \(listed) places of \(entries.count) states")
        try invariant(entries.count * 2 <= table.count, "PhaseTable: \(entries.count) states, \(table.count) places")
        try bytes.withUnsafeBytes { bytes in
            for (place, entry) in entries.enumerated() {
                let name = UnsafeRawBufferPointer(rebasing: bytes[entry.start..<(entry.start + entry.count)])
                try invariant(find(name).entry == place, "PhaseTable: state \(place) is not found")
            }
        }
    }

    private mutating func growTable() {
        table = Array(repeating: 0, count: table.count * 2)
        for (index, entry) in entries.enumerated() {
            let place = bytes[entry.start..<(entry.start + entry.count)].withUnsafeBytes { find($0).place }
            table[place] = UInt16(index + 1)
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
