/// A subscriber's request, read from its line. The simulator needs only the `qid`, which the answer repeats, and the domain.
/// It ignores the rest.
public struct SubscribeRequest: Sendable, Equatable {
    /// The `qid` as raw JSON; `null` if there is none that can be repeated.
    public let qid: [UInt8]
    /// The requested domain; nil for all.
    public let domain: String?

    /// Reads `line`, with or without its newline. Nil if it is not `["subscribe",{…}]`.
    public init?(line: some Collection<UInt8>) {
        var scanner = JSONScanner(Array(line))
        guard scanner.take("["), scanner.takeString() == "subscribe", scanner.take(","), scanner.take("{") else {
            return nil
        }
        var qid = Array("null".utf8)
        var domain: String?
        while !scanner.take("}") {
            guard let name = scanner.takeString(), scanner.take(":") else { return nil }
            switch name {
            case "domain" where scanner.peek == UInt8(ascii: "\""):
                domain = scanner.takeString()
            default:
                guard let value = scanner.takeValue() else { return nil }
                if name == "qid" { qid = Array(value) }
            }
            if !scanner.take(",") {
                guard scanner.take("}") else { return nil }
                break
            }
        }
        self.qid = qid
        self.domain = domain
    }

    /// The answer, with its newline.
    public var answer: [UInt8] {
        Array(#"["subscribe_result",{"qid":"#.utf8) + qid + Array(",\"result\":\"ok\"}]\n".utf8)
    }
}

/// Scans one line of JSON without building values.
private struct JSONScanner {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next byte that is not white space.
    var peek: UInt8? {
        bytes[place...].first { !Self.isSpace($0) }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func takeString() -> String? {
        skipSpace()
        guard let end = endOfString(at: place) else { return nil }
        let inside = bytes[(place + 1)..<(end - 1)]
        place = end
        return Self.unescape(inside)
    }

    /// Takes any value, as it is written.
    mutating func takeValue() -> ArraySlice<UInt8>? {
        skipSpace()
        let start = place
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard let end = endOfString(at: place) else { return nil }
                place = end
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                place += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","):
                if depth == 0 { return value(from: start) }
                if bytes[place] != UInt8(ascii: ",") { depth -= 1 }
                place += 1
            default:
                place += 1
            }
        }
        return nil
    }

    private func value(from start: Int) -> ArraySlice<UInt8>? {
        var end = place
        while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 }
        return end > start ? bytes[start..<end] : nil
    }

    private mutating func skipSpace() {
        while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
    }

    private func endOfString(at start: Int) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { return nil }
        var index = start + 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 2
            case UInt8(ascii: "\""): return index + 1
            case 0..<0x20: return nil
            default: index += 1
            }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func unescape(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(validating: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        var rest = bytes
        while let byte = rest.first {
            guard byte == UInt8(ascii: "\\") else {
                let run = rest.prefix { $0 != UInt8(ascii: "\\") }
                guard let text = String(validating: run, as: UTF8.self) else { return nil }
                units.append(contentsOf: text.utf16)
                rest = rest[run.endIndex...]
                continue
            }
            rest = rest.dropFirst()
            guard let escape = rest.popFirst() else { return nil }
            switch escape {
            case UInt8(ascii: "n"): units.append(0x0A)
            case UInt8(ascii: "r"): units.append(0x0D)
            case UInt8(ascii: "t"): units.append(0x09)
            case UInt8(ascii: "b"): units.append(0x08)
            case UInt8(ascii: "f"): units.append(0x0C)
            case UInt8(ascii: "u"):
                let digits = rest.prefix(4)
                guard digits.count == 4, let text = String(validating: digits, as: UTF8.self),
                    let unit = UInt16(text, radix: 16)
                else { return nil }
                units.append(unit)
                rest = rest.dropFirst(4)
            default: units.append(UInt16(escape))
            }
        }
        return String(validating: units, as: UTF16.self)
    }
}
