import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSConfiguration

/// Malicious and damaged files.
struct HostileTests {
    @Test func messagesAreSafeToPrint() {
        let text = """
            theme = "\\u001B[2J\\u202E"
            "key\\u0007\\n" = 1
            domains."\\u009B".x = 1
            phases.held = [""]
            keys.mark = ["\\u001B"]
            columns.calls = ["\\u2028"]
            """
        let lines = complaints(text)
        #expect(lines.count == 6)
        for line in lines { #expect(DisplayText(sanitizing: line).string == line) }
        #expect(
            complaints("theme = \"\\u001B[2J\"") == [
                "c.toml:1: theme: no such theme: '␛[2J'; there are dark, light, mono, high-contrast"
            ])
    }

    @Test func messagesHaveABound() {
        let long = String(repeating: "x", count: 4000)
        for text in [
            "\(long) = 1", "theme = \"\(long)\"", "domains.\(long).detectors.x = 1", "keys.mark = [\"\(long)\"]",
        ] {
            let lines = complaints(text)
            #expect(lines.count == 1)
            #expect(lines.allSatisfy { $0.count < 700 })
        }
    }

    @Test func depthIsBounded() {
        let dots = Array(repeating: "a", count: 2000).joined(separator: ".")
        #expect(complaints("[\(dots)]\n").count == 1)
        #expect(complaints("domains.\(dots) = 1").count == 1)
        let braces = String(repeating: "{a=", count: 1000) + "1" + String(repeating: "}", count: 1000)
        #expect(complaints("themes = \(braces)").count == 1)
        #expect(complaints("theme = " + String(repeating: "[", count: 3000)).count == 1)
        let headers = (1...200).map { "[" + Array(repeating: "a", count: $0).joined(separator: ".") + "]\n" }.joined()
        #expect(complaints(headers).count == 1)
    }

    @Test(arguments: 0..<8) func randomBytesNeverTrap(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("[]{}=.,\"'#\\\n\t ab1-_:TZu0é\u{0}\u{1B}\u{2028}")
        let pieces = [
            "[detectors]\n", "ringing = ", "\"30s\"", "[themes.x]\n", "plain = {", "}", "true", "1e99", "inf", "nan",
            "-9223372036854775808", "[[keys]]\n", "keys", ".mark", "[\"^A\"]", "2020-01-01", "\"\"\"",
            "domains.a.detectors",
        ]
        for _ in 0..<400 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<40, using: &generator) {
                if Bool.random(using: &generator), let piece = pieces.randomElement(using: &generator) {
                    text += piece
                } else if let character = alphabet.randomElement(using: &generator) {
                    text.append(character)
                }
            }
            for line in complaints(text) { #expect(DisplayText(sanitizing: line).string == line) }
            let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = complaints(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// A valid file with one byte changed or with its end cut off never ends the process.
    @Test func damagedFilesNeverTrap() {
        var generator = SeededGenerator(seed: 99)
        let whole = Array(ReferenceTests.full.utf8)
        for _ in 0..<1500 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...127, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            _ = complaints(String(decoding: bytes, as: UTF8.self))
        }
    }
}
