import CCSTestSupport
import Testing

@testable import CCSEvents

@Suite struct LineFramerTests {
    @Test(arguments: [
        ("", lines()),
        ("\n", lines("")),
        ("\r\n", lines("")),
        ("a\nb\n", lines("a", "b")),
        ("a\r\nb\r\n", lines("a", "b")),
        ("a\nb", lines("a", "b")),
        ("a\r\nb\r", lines("a", "b")),
        ("a\r\r\n", lines("a\r")),
        ("a\rb\n", lines("a\rb")),
        ("\n\n\na", lines("", "", "", "a")),
        ("a\u{0}b\n\u{0}\n", lines("a\u{0}b", "\u{0}")),
    ])
    func linesEndAtNewlinesAndNowhereElse(_ text: String, _ expected: [FramedLine]) {
        #expect(frame([Array(text.utf8)]) == expected)
    }

    @Test func anySplitGivesTheSameLines() {
        let text = Array("{\"a\":1}\r\n\n\r\n  \r\nπ\u{0}\nlast".utf8)
        let whole = frame([text])
        #expect(whole == lines("{\"a\":1}", "", "", "  ", "π\u{0}", "last"))
        for first in 0...text.count {
            for second in first...text.count {
                let pieces = [Array(text[..<first]), Array(text[first..<second]), Array(text[second...])]
                #expect(frame(pieces) == whole, "cut at \(first) and \(second)")
            }
        }
        #expect(frame(text.map { [$0] }) == whole)
    }

    @Test(arguments: [1, 4000, 65536, 3 << 20])
    func theLongestLineIsOneMebibyteWithoutItsEnd(_ size: Int) {
        let longest = [UInt8](repeating: 0x78, count: 1 << 20)
        for end in ["\n", "\r\n", ""] {
            for (extra, expected) in [(0, FramedLine.line(longest)), (1, .oversized), (70000, .oversized)] {
                var bytes = longest + [UInt8](repeating: 0x78, count: extra) + Array(end.utf8)
                if !end.isEmpty { bytes += Array("next\n".utf8) }
                // Pieces of one byte are tried only near the end, to save time.
                let head = size == 1 ? bytes.count - 40 : 0
                var pieces = head > 0 ? [Array(bytes[..<head])] : []
                var at = head
                while at < bytes.count {
                    pieces.append(Array(bytes[at..<min(bytes.count, at + size)]))
                    at += size
                }
                #expect(frame(pieces) == [expected] + (end.isEmpty ? [] : lines("next")))
            }
        }
    }

    @Test func anEndlessLineIsNotHeld() {
        var framer = LineFramer()
        let piece = [UInt8](repeating: 0x78, count: 1 << 16)
        for _ in 0..<256 {
            let line = withPadding(piece) { bytes in
                var position = 0
                let isLine = framer.next(in: bytes, from: &position) != nil
                #expect(position == bytes.count)
                return isLine
            }
            #expect(!line)
        }
        let capacity = framer.capacity
        #expect(capacity <= (1 << 20) + 4096)
        withPadding(Array("x\ngood\n".utf8)) { bytes in
            var position = 0
            if case .oversized = framer.next(in: bytes, from: &position) {} else { Issue.record("not oversized") }
            if case .line(let line) = framer.next(in: bytes, from: &position) {
                #expect(Array(line) == Array("good".utf8))
            } else {
                Issue.record("the line after it is lost")
            }
        }
    }

    @Test(arguments: [2 << 20, 1 << 16])
    func aBlankLineIsBlankHoweverLong(_ size: Int) {
        let blanks = [UInt8](repeating: 0x20, count: (1 << 20) + 70000)
        var pieces: [[UInt8]] = []
        var at = 0
        while at < blanks.count {
            pieces.append(Array(blanks[at..<min(blanks.count, at + size)]))
            at += size
        }
        for line in frame(pieces + [Array("\nx".utf8)]).prefix(1) {
            guard case .line(let bytes) = line else {
                Issue.record("a blank line counts as oversized")
                return
            }
            #expect(bytes.withUnsafeBytes { LineFramer.isBlank($0) })
        }
        #expect(frame(pieces + [Array("x\n".utf8)]) == [.oversized])
        #expect(frame([Array("x".utf8)] + pieces + [Array("\n".utf8)]) == [.oversized])
    }

    @Test(arguments: [" ", "\t", "\r", " \t \r", ""])
    func whiteSpaceIsBlank(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { LineFramer.isBlank($0) })
    }

    @Test(arguments: ["x", " \u{0}", "\u{A0}", "\u{FEFF}"])
    func anythingElseIsNot(_ text: String) {
        #expect(!Array(text.utf8).withUnsafeBytes { LineFramer.isBlank($0) })
    }

    @Test(arguments: 0..<60)
    func randomCutsOfRandomBytesGiveTheLinesOfTheWhole(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [0x0A, 0x0A, 0x0D, 0x20, 0x00, 0x78, 0xFF]
        let bytes = (0..<random.below(30000)).map { _ in alphabet[random.below(alphabet.count)] }
        let largest = [1, 3, 50, 5000][random.below(4)]
        #expect(frame(random.cut(bytes, largest: largest)) == frame([bytes]))
    }

    @Test func longLinesCutAtRandomComeTheSame() {
        var random = SeededGenerator(seed: 7)
        var bytes: [UInt8] = []
        for length in [900_000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 1_500_000, 10, 0, 1_100_000] {
            bytes += [UInt8](repeating: UInt8(0x61 + random.below(20)), count: length)
            bytes += random.below(2) == 0 ? [0x0A] : [0x0D, 0x0A]
        }
        let whole = frame([bytes])
        #expect(whole.count == 8)
        #expect(whole.filter { $0 == .oversized }.count == 3)
        for largest in [50_000, 700_000, 3_000_000] {
            #expect(frame(random.cut(bytes, largest: largest)) == whole)
        }
    }
}
