@testable import CCSEvents

/// A copy of the result of decoding a line.
struct Decoded: Equatable {
    var outcome: EventDecoder.Outcome
    var type = ""
    var at: Int64 = 0
    var domain = ""
    var fields: [Field: String] = [:]
    var ids: [EventType.Subject: String] = [:]
    var hasItsIDs = false
    var line: [UInt8] = []
    var redacted = ""
    var wantsAnswer = false
    var qid = ""
    var method = ""
    /// Whether all texts are UTF-8.
    var isUTF8 = true
}

struct NoDecoder: Error {}

/// Decodes lines with one decoder in sequence.
func decodeAll(_ lines: [[UInt8]], _ options: EventDecoder.Options = .init(), padded: Bool = false) throws -> [Decoded]
{
    guard var decoder = EventDecoder(options) else { throw NoDecoder() }
    var all: [Decoded] = []
    for line in lines {
        withPadding(line) { bytes in
            var decoded = Decoded(outcome: decoder.decode(bytes, padded: padded))
            decoded.wantsAnswer = decoder.wantsAnswer
            decoded.qid = decoder.qid.string
            decoded.method = decoder.method.string
            if decoded.outcome == .event { decoded.take(decoder.event) }
            all.append(decoded)
        }
    }
    return all
}

/// Decodes a line.
func decode(_ line: String, _ options: EventDecoder.Options = .init()) throws -> Decoded {
    try decodeAll([Array(line.utf8)], options)[0]
}

extension Decoded {
    mutating func take(_ event: Event) {
        type = event.type.name
        at = event.at
        domain = event.domain.string
        for field in Field.allCases where !event[field].isEmpty { fields[field] = event[field].string }
        for kind in EventType.Subject.allCases where !event.id(kind).isEmpty { ids[kind] = event.id(kind).string }
        hasItsIDs = event.hasItsIDs
        line = Array(event.line.bytes)
        redacted = event.redacted.string
        isUTF8 =
            ([event.domain, event.redacted] + Field.allCases.map { event[$0] })
            .allSatisfy { String(validating: $0.bytes, as: UTF8.self) != nil }
    }
}

/// An event line of a domain with this data, as JSON.
func event(_ type: String, _ data: String, at: String = "1732320000123", domain: String = #""sales""#) -> String {
    #"{"class":"ccsevents","type":"\#(type)","domain":\#(domain),"eventts":\#(at),"data":\#(data)}"#
}
