import CCSPBX
import Testing

/// Properties of every trace.
@Suite struct PropertyTests {
    static let traces =
        (Trace.all("ami", ".json") + Trace.all("ami-public", ".ami")).map { ($0, PBXReader.Kind.asterisk) }
        + Trace.all("esl", ".json").map { ($0, PBXReader.Kind.freeSWITCH) }

    static func log(_ trace: Trace, _ kind: PBXReader.Kind) throws -> [UInt8] {
        kind == .asterisk ? try AMITraceTests.log(trace) : try ESLTraceTests.log(trace)
    }

    /// The messages of a log.
    static func messages(_ bytes: [UInt8], _ kind: PBXReader.Kind) -> [ArraySlice<UInt8>] {
        var found: [ArraySlice<UInt8>] = []
        var start = 0
        var line = 0
        while let newline = bytes[line...].firstIndex(of: 0x0A) {
            let isEnd = newline - line <= (kind == .asterisk ? 1 : 0)
            line = newline + 1
            guard isEnd else { continue }
            var next = line
            if kind == .freeSWITCH {
                let head = String(decoding: bytes[start..<next], as: UTF8.self).split(separator: "\n")
                next += head.first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
            }
            // The last one may be cut off.
            guard next <= bytes.count else { break }
            found.append(bytes[start..<next])
            (start, line) = (next, next)
        }
        return found
    }

    @Test(arguments: traces) func `every domain hears the end of all that it heard of`(
        _ trace: Trace, _ kind: PBXReader.Kind
    ) throws {
        var model = DomainModel()
        model.take(events(of: try Self.log(trace, kind), kind, rules: []))
        #expect(model.faults == [])
        #expect(model.left == [])
    }

    @Test(arguments: traces) func `a doubled message changes nothing but digits`(
        _ trace: Trace, _ kind: PBXReader.Kind
    ) throws {
        let messages = Self.messages(Array(try Self.log(trace, kind).prefix(300_000)), kind)
        let once = events(of: Array(messages.joined()), kind).filter { $0.kind != .callDTMF }
        // A banner stands before the first message of an Asterisk, and pictures are answers, not events.
        let isEvent = { (message: ArraySlice<UInt8>) in
            !message.starts(with: "Asterisk".utf8) && message.firstRange(of: Array("row_count".utf8)) == nil
                && message.firstRange(of: Array("CoreShowChannel".utf8)) == nil
        }
        let twice = messages.flatMap { isEvent($0) ? [$0, $0] : [$0] }.joined()
        #expect(events(of: Array(twice), kind).filter { $0.kind != .callDTMF } == once)
    }

    @Test(arguments: traces) func `the graph is sound after every message`(
        _ trace: Trace, _ kind: PBXReader.Kind
    ) throws {
        let reader = PBXReader(kind)
        var faults: [String] = []
        var count = 0
        let bytes = Array(try Self.log(trace, kind).prefix(300_000))
        bytes.withUnsafeBytes { bytes in
            reader.take(bytes, arrivedAt: nil) { _, _ in
                count += 1
                if faults.isEmpty, count % 8 == 0 { faults = reader.translator.checkInvariants() }
            }
        }
        #expect(faults == [])
        #expect(count > 0)
    }
}
