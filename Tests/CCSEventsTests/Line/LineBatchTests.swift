import Testing

@testable import CCSEvents

@Suite struct LineBatchTests {
    /// A line of a batch, with its texts copied.
    private struct Taken: Equatable {
        var outcome: EventDecoder.Outcome?
        var domain = ""
        var namesDomain = false
        var beginning = 0
        var event = Decoded(outcome: .blank)
    }

    private static let lines = [
        event("call_create", #"{"idcall":"c","number":"12","name":"Zoë","state":"ringing","dir":"in"}"#),
        event("connection_link_call", #"{"idconn":"k","idcall":"c"}"#),
        event("call_dtmf", #"{"id":"c","digit":"7"}"#),
        event("call_create", #"{"number":"12"}"#),
        event("call_create", #"{"id":"\#(String(repeating: "x", count: 600))"}"#),
        event("call_create", #"{"id":"c"}"#, domain: #""other""#),
        event("call_create", #"{"id":"c"}"#, domain: "null"),
        event("call_fly", #"{"id":"c"}"#),
        event("call_create", #"{"id":"c"}"#, at: "-1"),
        "   ", "{", #"{"a":1}"#, #"["subscribe_result",{"qid":1,"result":"ok"}]"#,
        #"["notify",{"qid":9,\#(event("seance_create", #"{"id":"s"}"#).dropFirst())]"#,
    ]

    private func reader(_ options: EventDecoder.Options = .init(onlyDomain: "sales"), keepsLines: Bool = true) throws
        -> LineReader
    {
        guard let reader = LineReader(options, keepsLines: keepsLines) else { throw NoDecoder() }
        return reader
    }

    private func read(
        _ text: String, _ reader: inout LineReader, into batch: inout LineBatch
    ) {
        withPadding(Array(text.utf8)) { bytes in
            var position = 0
            while reader.read(bytes, from: &position, limit: 3, into: &batch) {}
        }
    }

    private func taken(_ batch: LineBatch, limit: Int = .max) -> [Taken] {
        var all: [Taken] = []
        var position = 0
        var isMore = true
        while isMore {
            isMore = batch.forEach(from: &position, limit: limit) { line, event in
                var taken = Taken()
                if case .line(let outcome) = line.found { taken.outcome = outcome }
                taken.domain = line.domain.string
                taken.namesDomain = line.namesDomain
                taken.beginning = line.beginning.bytes.count
                if taken.outcome == .event {
                    taken.event.outcome = .event
                    taken.event.take(event)
                }
                all.append(taken)
            }
        }
        return all
    }

    @Test(arguments: [1, 4, Int.max])
    func linesOfABatchEqualTheDecodedLines(_ limit: Int) throws {
        var reader = try reader()
        var batch = LineBatch(source: 2, arrival: 5)
        read(Self.lines.joined(separator: "\n") + "\n", &reader, into: &batch)
        let decoded = try decodeAll(Self.lines.map { Array($0.utf8) }, .init(onlyDomain: "sales"))
        let taken = taken(batch, limit: limit)
        #expect(batch.lines == Self.lines.count)
        #expect(taken.map(\.outcome) == decoded.map(\.outcome))
        for (one, other) in zip(taken, decoded) where other.outcome == .event {
            var expected = other
            (expected.line, expected.wantsAnswer, expected.qid) = ([], false, "")
            #expect(one.event == expected)
            #expect(one.domain == other.domain)
            #expect((one.beginning > 0) != other.hasItsIDs)
        }
        #expect(taken[2].event.redacted.contains("(hidden)"))
        #expect(batch.frames.count == 2)
    }

    @Test func linesThatNobodyWantsAreLeftOut() throws {
        var reader = try reader(keepsLines: false)
        var batch = LineBatch()
        read(Self.lines[0] + "\n", &reader, into: &batch)
        let event = try #require(taken(batch).first?.event)
        #expect(event.redacted.isEmpty)
        #expect(event.fields[.name] == "Zoë")
        #expect(batch.used < Self.lines[0].utf8.count)
    }

    @Test func theSameBytesHaveTheSameDigestAndOthersAnother() throws {
        var reader = try reader()
        var batch = LineBatch()
        read([Self.lines[0], Self.lines[1], Self.lines[0]].joined(separator: "\n") + "\n", &reader, into: &batch)
        var digests: [[UInt64]] = []
        var position = 0
        _ = batch.forEach(from: &position) { line, _ in digests.append([line.digest.low, line.digest.high]) }
        #expect(digests[0] == digests[2])
        #expect(digests[0] != digests[1])
    }

    @Test func aBufferServesAgain() throws {
        var reader = try reader()
        var batch = LineBatch()
        let text = Self.lines.joined(separator: "\n") + "\n"
        read(text, &reader, into: &batch)
        let (first, size) = (taken(batch), batch.buffer.count)
        for _ in 0..<100 {
            batch.restart(source: 1, arrival: 1)
            read(text, &reader, into: &batch)
        }
        #expect(taken(batch) == first)
        #expect(batch.buffer.count == size)
        #expect(batch.frames.count == 2)
        let compact = batch.compact()
        #expect(compact.buffer.count == batch.used)
        #expect(taken(compact) == first)
    }

    @Test func ofARefusedLineOnlyItsBeginningGoesOn() throws {
        var reader = try reader()
        var batch = LineBatch()
        read(String(repeating: "x", count: 100_000) + "\nshort\n", &reader, into: &batch)
        #expect(taken(batch).map(\.beginning) == [LineBatch.beginningLength, 5])
        #expect(batch.used < 1000)
    }

    @Test func aFeedThatSaysItsDomainIsReadByItFromTheNextLineOn() throws {
        var reader = try reader(.init())
        var batch = LineBatch(source: 1)
        let line = event("call_create", #"{"id":"c"}"#, domain: "null")
        read("\(line)\n[\"connection_info_result\",{\"domain\":\"sales\"}]\n\(line)\n", &reader, into: &batch)
        #expect(taken(batch).map(\.domain) == ["", "", "sales"])
        #expect(taken(batch).map(\.namesDomain) == [false, false, false])
        // Another source has sent no greeting.
        batch.restart(source: 0, arrival: 0)
        read(line + "\n", &reader, into: &batch)
        #expect(taken(batch).map(\.outcome) == [.noDomain])
    }
}
