import CCSPBX
import Testing

/// The readers of a PBX survive hostile text, and count it.
@Suite struct HostileTextTests {
    /// The outcomes of messages, and the events.
    private func read(_ text: String, _ kind: PBXReader.Kind, piece: Int = 4096)
        -> (outcomes: [PBXReader.Outcome], events: [PBXEvent])
    {
        let reader = PBXReader(kind, PBXReader.Options(rules: [.fixed("d")]))
        let bytes = Array(text.utf8)
        var (outcomes, events): ([PBXReader.Outcome], [PBXEvent]) = ([], [])
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + piece)
                reader.take(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), arrivedAt: nil) {
                    outcomes.append($0)
                    events += $1
                }
                start = end
            }
        }
        events += reader.finish(arrivedAt: nil) {
            outcomes.append($0)
            events += $1
        }
        #expect(reader.translator.checkInvariants() == [])
        return (outcomes, events)
    }

    private let birth = "Event: Newchannel\r\nUniqueid: 1.1\r\nChannelState: 4\r\nCallerIDNum: 1\r\n"

    @Test(arguments: [
        "\r\nEvent: X\r\n\r\n\r\n\r\n", "\n\n", "Event:X\nA:b\n\n", "Response: Success\r\n\n",
        "Event: X\r\nValue: a\r\nrest\r\n\r\n",
    ]) func `faults of framing do not hide the next message`(_ fault: String) {
        let found = read("Asterisk Call Manager/9\r\n" + fault + birth + "\r\n", .asterisk)
        #expect(found.events.first?.kind == .seanceCreate)
        #expect(!found.outcomes.contains(.malformed))
    }

    @Test func `keys need no space and no case, and the first of two counts`() {
        let found = read("event:newchannel\nUNIQUEID:1.1\nChannelState:4\nCallerIDNum:7\nCallerIDNum:8\n\n", .asterisk)
        #expect(found.events.first?[.from] == "7")
    }

    @Test func `a message without a name is malformed, one that is too long is oversized`() {
        let long = "Event: Newchannel\r\nX: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n"
        for piece in [1000, 4096, 1 << 21] {
            let found = read("Foo: bar\r\n\r\n" + long + birth + "\r\n", .asterisk, piece: piece)
            #expect(found.outcomes == [.malformed, .oversized, .taken])
            #expect(found.events.first?.kind == .seanceCreate)
        }
    }

    @Test func `a frame may be cut off, empty, wrong or too long`() {
        let event = ESLShorthand.message("CREATE A inbound num=201 dest=202", 1_700_000_000_000, isJSON: true)
        let long =
            "Content-Length: 2000000\nContent-Type: text/event-plain\n\n" + String(repeating: "x", count: 2_000_000)
        let odd = [
            "Content-Length: -5\nContent-Type: text/event-json\n\n", "Content-Length: 99999999999999999999\n\n",
            "Content-Length: 3\nContent-Type: text/event-json\n\n{\"E", "\n\n\n", long,
            "Content-Length: 2\nContent-Type: api/response\n\n[]",
            "Content-Length: 1\nContent-Type: text/event-plain\n\nx",
        ]
        for text in odd {
            for piece in [7, 5000] where piece > 7 || text.utf8.count < 10000 {
                let found = read(text + event, .freeSWITCH, piece: piece)
                #expect(found.events.first?.kind == .seanceCreate, "\(text.prefix(50))")
            }
        }
        #expect(read(String(event.dropLast(3)), .freeSWITCH).outcomes == [.oversized])
    }

    @Test func `facts that contradict each other break nothing`() {
        var generator = Lcg(state: 7)
        let words = [
            "new", "state", "dial", "dialend", "local", "enter", "leave", "hangup", "blind", "attended", "parked",
            "unparked", "join", "abandon", "key", "Hold", "Unhold", "MixMonitorStart", "MixMonitorStop", "channel",
        ]
        for _ in 0..<60 {
            var ids = Names()
            var text = ""
            for step in 0..<300 {
                let names = (0..<3).map { _ in
                    ["A", "B", "C", "D", "L1;1", "L1;2", "L2;1", "L2;2"][generator.next(8)]
                }
                let rest = ["Ring", "Ringing", "Up", "b1", "b2", names[1], names[2], "16"]
                let word = words[generator.next(words.count)]
                let more =
                    " \(rest[generator.next(8)]) \(rest[generator.next(8)]) num=\(generator.next(4)) link=\(names[2]) of=\(names[0]) to=9 bridge=b1"
                text += AMIShorthand.message("\(word) \(names[0])\(more)", 1_700_000_000_000 + Int64(step * 40), &ids)
                if generator.next(40) == 0 { text += AMIShorthand.message("channels", 1_700_000_000_000, &ids) }
            }
            let found = read(text, .asterisk)
            var model = DomainModel()
            model.take(found.events)
            #expect(model.faults == [])
        }
    }
}

/// Random numbers from a seed.
private struct Lcg {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
