import CCSTestSupport
import Testing

@testable import CCSFeed

@Suite("Frames of a websocket")
struct WebSocketReaderTests {
    /// Reads pieces.
    private func read(_ pieces: [[UInt8]]) -> (lines: String, messages: [WebSocketReader.Message]) {
        var reader = WebSocketReader()
        var lines: [UInt8] = []
        var messages: [WebSocketReader.Message] = []
        for piece in pieces { messages += piece.withUnsafeBytes { reader.take($0, lines: &lines) } }
        return (String(decoding: lines, as: UTF8.self), messages)
    }

    private static let sample: [UInt8] =
        Frame.text("{\"a\":1}") + Frame.text("") + Frame.of([], opcode: 9) + Frame.text("{\"b\":", isFinal: false)
        + Frame.of(Array("now".utf8), opcode: 9) + Frame.more("\n2", isFinal: false) + Frame.more("", isFinal: false)
        + Frame.more("}", isFinal: true) + Frame.of(Array("binary".utf8), opcode: 2)
        + Frame.text(String(repeating: "x", count: 200)) + Frame.of([], opcode: 10) + Frame.close(1001, "bye")
        + Frame.text("after the end")

    @Test("a message is a line, in whatever fragments; pings, pongs and the end stand between them")
    func whole() {
        let (lines, messages) = read([Self.sample])
        #expect(lines == "{\"a\":1}\n\n{\"b\": 2}\nbinary\n" + String(repeating: "x", count: 200) + "\n")
        #expect(messages == [.ping([]), .ping(Array("now".utf8)), .pong, .close(code: 1001, reason: "bye")])
    }

    @Test("cut at any byte, they give the same lines and messages")
    func cut() {
        let expected = read([Self.sample])
        for cut in 0...Self.sample.count {
            let got = read([Array(Self.sample[..<cut]), Array(Self.sample[cut...])])
            #expect(got == expected, "cut at \(cut)")
        }
        #expect(read(Self.sample.map { [$0] }) == expected)
    }

    @Test("lengths of every size are read")
    func lengths() {
        for length in [0, 1, 125, 126, 127, 65535, 65536, 100_000] {
            let text = String(repeating: "y", count: length)
            #expect(read([Frame.text(text)]).lines == text + "\n")
        }
    }

    @Test("the received part of an endless message is handed on at once, and nothing is stored")
    func endless() {
        var reader = WebSocketReader()
        var lines: [UInt8] = []
        let header = Frame.header(claiming: UInt64(Int64.max))
        _ = header.withUnsafeBytes { reader.take($0, lines: &lines) }
        let piece = [UInt8](repeating: 0x61, count: 1 << 16)
        for _ in 0..<100 {
            #expect(piece.withUnsafeBytes { reader.take($0, lines: &lines) }.isEmpty)
            #expect(lines.count == piece.count)
            lines = []
        }
    }

    @Test(
        "what is not by the rules ends it",
        arguments: [
            (Frame.of([], bits: 0x40), "bits"),
            ([0x81, 0x80, 1, 2, 3, 4], "masked"),
            (Frame.header(claiming: UInt64(Int64.max) + 1), "impossible length"),
            (Frame.of([], opcode: 3), "unknown kind"),
            (Frame.of([], opcode: 11), "unknown kind"),
            (Frame.of([], opcode: 9, isFinal: false), "in pieces"),
            (Frame.of([UInt8](repeating: 0, count: 126), opcode: 9), "too long"),
            (Frame.more("x", isFinal: true), "out of order"),
            (Frame.text("a", isFinal: false) + Frame.text("b"), "out of order"),
        ])
    func broken(bytes: [UInt8], why: String) {
        let (lines, messages) = read([Frame.text("good"), bytes, Frame.text("after")])
        #expect(lines.hasPrefix("good\n"))
        #expect(!lines.contains("after"))
        guard messages.count == 1, case .broken(let said) = messages[0] else {
            Issue.record("\(messages)")
            return
        }
        #expect(said.contains(why))
    }

    @Test("an end without a code, and one with words that are no UTF-8")
    func ends() {
        #expect(read([Frame.of([], opcode: 8)]).messages == [.close(code: 1005, reason: "")])
        #expect(read([Frame.of([3], opcode: 8)]).messages == [.close(code: 1005, reason: "")])
        #expect(read([Frame.of([3, 0xE8, 0xFF], opcode: 8)]).messages == [.close(code: 1000, reason: "\u{FFFD}")])
    }

    @Test("random bytes never end the program")
    func noise() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 0x8F : 0xFF)
            }
            let got = read([bytes])
            #expect(got == read(bytes.map { [$0] }))
        }
    }
}
