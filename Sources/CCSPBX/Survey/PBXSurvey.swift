/// What a PBX sends, and what of the translation's needs did not come: for `--inspect`.
///
/// It reads each message twice, once as a feed is read and once for its names, so it is for a sample.
package struct PBXSurvey {
    /// An event's count, and whether the translation uses it.
    package struct EventCount: Sendable, Equatable {
        package var count = 0
        package let isUsed: Bool
    }

    package let kind: PBXReader.Kind
    /// Messages, and those of them that could not be read.
    package private(set) var messages = 0
    package private(set) var malformed = 0
    package private(set) var oversized = 0
    /// Events that the messages were translated into.
    package private(set) var translated = 0
    /// Events of the PBX by name; at most ``mostNames`` names.
    package private(set) var events: [String: EventCount] = [:]
    /// The domains that the events went to; at most ``mostNames``.
    package private(set) var domains: Set<String> = []
    /// What the PBX refused, in its words; at most ``mostRefusals`` of them.
    package private(set) var refusals: [String] = []

    private let reader: PBXReader
    private var amiFramer = AMIFramer()
    private var eslFramer = ESLFramer()
    private var found: Set<Int> = []
    private let needs: [PBXNeed]

    static let mostNames = 200
    static let mostRefusals = 10

    package init(_ kind: PBXReader.Kind, _ options: PBXReader.Options) {
        self.kind = kind
        reader = PBXReader(kind, options)
        needs = PBXNeed.all(of: kind)
    }

    /// What did not come. It may be that nothing of the kind happened.
    package var missing: [PBXNeed] { needs.indices.filter { !found.contains($0) }.map { needs[$0] } }

    /// Takes bytes of a feed.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) {
        reader.take(bytes, arrivedAt: nil) { note($0, $1) }
        switch kind {
        case .asterisk:
            var framer = AMIFramer()
            swap(&framer, &amiFramer)
            framer.take(bytes) { if case .message(let message) = $0 { look(atMessage: message) } }
            amiFramer = framer
        case .freeSWITCH:
            var framer = ESLFramer()
            swap(&framer, &eslFramer)
            framer.take(bytes) { if case .frame(let frame) = $0 { look(at: frame) } }
            eslFramer = framer
        }
    }

    /// The end of the feed.
    package mutating func finish() {
        var last: [(PBXReader.Outcome, [PBXEvent])] = []
        let rest = reader.finish(arrivedAt: nil) { last.append(($0, $1)) }
        for (outcome, events) in last { note(outcome, events) }
        translated += rest.count
    }

    private mutating func note(_ outcome: PBXReader.Outcome, _ events: [PBXEvent]) {
        messages += 1
        switch outcome {
        case .taken: break
        case .malformed: malformed += 1
        case .oversized: oversized += 1
        }
        translated += events.count
        for event in events where domains.count < Self.mostNames { domains.insert(event.domain) }
    }

    private mutating func look(atMessage bytes: UnsafeRawBufferPointer) {
        var (isError, words, event) = (false, "", "")
        Lines.forEach(bytes) { start, colon, end in
            guard let colon else { return }
            let first = colon + 1 < end && bytes[colon + 1] == 0x20 ? colon + 2 : colon + 1
            let name = MessageText.string(bytes, start..<colon)
            let value = MessageText.string(bytes, first..<end)
            switch name {
            case "Event" where event.isEmpty: event = value
            case "Response": isError = value == "Error"
            case "Message": words = value
            default: if !value.isEmpty { note(.field(name)) }
            }
        }
        if isError { refuse(words) }
        guard !event.isEmpty else { return }
        note(.event(event))
        count(
            event,
            isUsed: event.utf8.withContiguousStorageIfAvailable {
                AMIEvent.table.index(of: UnsafeRawBufferPointer($0)) != nil
            } ?? false)
    }

    private mutating func look(at frame: ESLFramer.Frame) {
        switch frame.type {
        case "text/event-plain", "text/event-json":
            let keys = ESLMessage.Keys(variables: [])
            var places = FieldPlaces(count: keys.count)
            let message = ESLMessage(frame.body, isJSON: frame.type == "text/event-json", keys, &places)
            guard let name = message[.name] else { return }
            for key in ESLKey.allCases where message[key] != nil { note(.field(key.rawValue)) }
            note(.event(name))
            count(message[.subclass].map { "\(name) \($0)" } ?? name, isUsed: message.event != nil)
        case "api/response": note(.event(frame.type))
        case "command/reply":
            let reply = ESLFramer.reply(Array(frame.header))
            if reply.hasPrefix("-ERR") { refuse(reply) }
        default: break
        }
    }

    private mutating func refuse(_ words: String) {
        if refusals.count < Self.mostRefusals, !refusals.contains(words) { refusals.append(words) }
    }

    private mutating func count(_ name: String, isUsed: Bool) {
        guard events[name] != nil || events.count < Self.mostNames else { return }
        events[name, default: EventCount(isUsed: isUsed)].count += 1
    }

    private mutating func note(_ sign: PBXNeed.Sign) {
        for place in needs.indices where !found.contains(place) && needs[place].signs.contains(sign) {
            found.insert(place)
        }
    }
}
