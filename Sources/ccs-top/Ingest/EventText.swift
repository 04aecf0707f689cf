import CCSEvents
import CCSPBX

/// Writes an event of a PBX as a line of a feed.
struct EventText {
    private var line: [UInt8] = []

    init() {}

    /// Calls `body` with the event as a line without its end, with ``LineFramer/padding`` readable bytes behind it.
    mutating func withLine(of event: PBXEvent, _ body: (UnsafeRawBufferPointer) -> Void) {
        line.removeAll(keepingCapacity: true)
        Self.write(event, to: &line)
        let count = line.count
        line.append(contentsOf: repeatElement(0, count: LineFramer.padding))
        line.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Adds the event as a line with its end.
    func append(_ event: PBXEvent, to lines: inout [UInt8]) {
        Self.write(event, to: &lines)
        lines.append(0x0A)
    }

    private static func write(_ event: PBXEvent, to line: inout [UInt8]) {
        line.append(contentsOf: #"{"class":"ccsevents","type":""#.utf8)
        line.append(contentsOf: event.kind.rawValue.utf8)
        line.append(contentsOf: #"","domain":"#.utf8)
        write(event.domain, to: &line)
        line.append(contentsOf: #","eventts":"#.utf8)
        line.append(contentsOf: String(event.at).utf8)
        line.append(contentsOf: #","data":{"#.utf8)
        for (place, value) in event.values.enumerated() {
            if place > 0 { line.append(0x2C) }
            line.append(0x22)
            line.append(contentsOf: value.name.rawValue.utf8)
            line.append(contentsOf: "\":".utf8)
            write(value.text, to: &line)
        }
        line.append(contentsOf: "}}".utf8)
    }

    private static func write(_ text: String, to line: inout [UInt8]) {
        line.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: line += [0x5C, byte]
            case 0..<0x20:
                line.append(contentsOf: #"\u00"#.utf8)
                for digit in [byte >> 4, byte & 15] { line.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
            default: line.append(byte)
            }
        }
        line.append(0x22)
    }
}
