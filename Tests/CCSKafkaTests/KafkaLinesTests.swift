import Testing

@testable import CCSKafka

@Suite struct KafkaLinesTests {
    private func lines(_ text: String) -> String {
        var lines: [UInt8] = []
        Array(text.utf8).withUnsafeBytes { KafkaLines.append($0, to: &lines) }
        return String(decoding: lines, as: UTF8.self)
    }

    @Test(arguments: [
        ("{\"a\":1}", "{\"a\":1}\n"), ("{\"a\":1}\r\n", "{\"a\":1}\n"), (" {\"a\":1} ", "{\"a\":1}\n"),
        // One value over several lines.
        ("{\n \"a\":\n1\n}", "{  \"a\": 1 }\n"), ("[\"notify\",\n{\"a\":1}\n]", "[\"notify\", {\"a\":1} ]\n"),
        // Several values, a line each.
        ("{\"a\":1}\n{\"b\":2}", "{\"a\":1}\n{\"b\":2}\n"), ("{\"a\":1}\r\n[2]\r\n", "{\"a\":1}\r\n[2]\n"),
        // A mixture is one line, which gets one verdict.
        ("{\"a\":1}\nnoise", "{\"a\":1} noise\n"),
        ("", "\n"), ("\n\n", "\n"), (" \t\r\n", "\n"),
    ])
    func aMessageBecomesLines(message: String, expected: String) {
        #expect(lines(message) == expected)
    }

    @Test func noValueIsABlankLine() {
        var lines: [UInt8] = []
        KafkaLines.append(UnsafeRawBufferPointer(start: nil, count: 0), to: &lines)
        #expect(lines == [0x0A])
    }

    @Test func aMessageLongerThanALineIsCut() {
        let line = lines("{" + String(repeating: "x", count: 3 << 20) + "}")
        #expect(line.utf8.count == KafkaLines.longest + 1)
        #expect(KafkaLines.longest > 1 << 20)
    }
}
