import CCSEvents
import CCSState
import CCSTestSupport
import Testing

@testable import CCSView

/// Recordings with any numbers are replayed and shown, and no count becomes negative.
@Suite struct ExtremeRecordingTests {
    private static let numbers = [
        "0", "1", "-1", "5", "1000", "60000", "1732320000000", "253402300799999", "253402300800000",
        "999999999999999999", "-999999999999999999", "9223372036854775807", "18446744073709551616", "1e400", "0.5",
        "null",
        "\"x\"", "",
    ]

    /// Lines of every kind. `#` stands for a number.
    private static let lines = [
        #"{"at":#,"lost":{"lines":#}}"#,
        #"{"at":#,"count":{"applied":#,"blank":#,"malformed":#,"otherDomain":#,"oversized":#}}"#,
        #"{"at":#,"tick":{"silence":#,"live":true}}"#,
        #"{"at":#,"back":{"source":#,"since":#,"length":#}}"#,
        #"{"at":#,"gap":#}"#,
        #"{"at":#,"status":"live","source":#}"#,
        #"{"at":#,"sample":{"of":"malformed","number":#,"reason":"r","text":"t"}}"#,
        #"{"ccs-top":"recording/1","started":#,"part":#,"domain":null,"live":true,"revealed":[],"masked":false,"map":{}}"#,
        #"{"at":#,"source":#,"event":{"class":"ccsevents","type":"call_create","domain":"d","eventts":#,"data":{"id":"c#"}}}"#,
        #"{"at":#,"event":{"class":"ccsevents","type":"connection_create","domain":"d","eventts":#,"data":{"id":"n"}}}"#,
        #"{"at":#,"event":{"class":"ccsevents","type":"connection_link_call","domain":"d","eventts":#,"data":{"id":"n","idcall":"c1"}}}"#,
        #"{"at":#,"event":{"class":"ccsevents","type":"call_set_state","domain":"d","eventts":#,"data":{"id":"c1","state":"talk"}}}"#,
        #"{"at":#,"event":{"class":"ccsevents","type":"connection_failure","domain":"d","eventts":#,"data":{"number":"7","code":#}}}"#,
        #"{"at":#,"event":{"class":"ccsevents","type":"seance_create","domain":"d","eventts":#,"data":{"id":"s"}}}"#,
        #"{"at":#,"event":{"class":"ccsevents","type":"connection_delete","domain":"d","eventts":#,"data":{"id":"n"}}}"#,
        #"{"at":#,"over":true}"#,
    ]

    private func replay(_ text: String, _ centre: Centre, _ newest: inout Int64) {
        let padded = Array(text.utf8) + [UInt8](repeating: 0x20, count: LineFramer.padding)
        padded.withUnsafeBytes { bytes in
            let (read, at) = JournalLine.read(UnsafeRawBufferPointer(rebasing: bytes[..<text.utf8.count]))
            if case .header(let header) = read { centre.nextRun(from: newest, to: header.started) }
            if let at { newest = max(newest, at) }
            centre.replay(read, at: at ?? newest)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func neverTrap(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var limits = Limits()
        limits.unconfirmed = 1000
        let centre = try Centre(limits: limits)
        var newest: Int64 = 0
        for turn in 0..<400 {
            var line = ""
            for character in Self.lines.randomElement(using: &random) ?? "" {
                line += character == "#" ? Self.numbers.randomElement(using: &random) ?? "" : String(character)
            }
            replay(line, centre, &newest)
            if turn % 40 == 0 {
                centre.surroundings.wall = newest
                for pane in Pane.allCases {
                    for domain in [nil, "d"] {
                        _ = centre.page(Query(domain: domain, view: .pane(pane), lines: 30))
                    }
                }
            }
            #expect(centre.reducer.counts.lines >= 0)
        }
        #expect(Verdict.allCases.allSatisfy { centre.reducer.counts[$0] >= 0 })
    }

    @Test func countsStopWhereNumbersEnd() throws {
        let centre = try Centre()
        var newest: Int64 = 0
        let all = Verdict.allCases.map { "\"\($0.name)\":100000000000000000" }.joined(separator: ",")
        for _ in 0..<9000 { replay(#"{"at":5,"count":{\#(all)}}"#, centre, &newest) }
        let counts = centre.reducer.counts
        #expect(counts[.blank] > 1 << 50 && counts.lines == 12 * counts[.blank])
        replay(#"{"at":5,"count":{"blank":1}}"#, centre, &newest)
        #expect(centre.reducer.counts == counts)
        _ = centre.page(Query(domain: nil, view: .pane(.feed), lines: 30))
    }

    @Test(arguments: ["254000000000000", "-1", "999999999999999999"]) func aTimeThatNoFeedHasIsDamage(at: String) throws
    {
        let centre = try Centre()
        var newest: Int64 = 0
        replay(#"{"at":\#(at),"over":true}"#, centre, &newest)
        replay(#"{"at":\#(at),"event":{}}"#, centre, &newest)
        #expect(centre.reducer.counts[.malformed] == 2 && newest == 0)
    }

    @Test func aSourceThatNoRunHasIsDamage() throws {
        let centre = try Centre()
        var newest: Int64 = 0
        replay(#"{"at":5,"back":{"source":65535,"since":1,"length":5}}"#, centre, &newest)
        replay(#"{"at":5,"source":4096,"event":{}}"#, centre, &newest)
        #expect(centre.reducer.gaps.count == 0 && centre.reducer.counts[.malformed] == 2)
        replay(#"{"at":5,"back":{"source":4095,"since":1,"length":5}}"#, centre, &newest)
        #expect(centre.reducer.gaps.count == 1)
    }
}
