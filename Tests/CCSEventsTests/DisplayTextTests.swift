import CCSTestSupport
import Testing

@testable import CCSEvents

@Suite struct SanitizingTests {
    @Test(arguments: [
        ("+74951234567", "+74951234567", 12),
        ("", "", 0),
        ("a\tb\r\nc", "a␉b␍␊c", 6),
        ("\u{0}\u{1B}[31m\u{7F}", "␀␛[31m␡", 7),
        ("\u{85}\u{9B}2J", "\u{FFFD}\u{FFFD}2J", 4),
        ("a\u{2028}b\u{2029}", "a\u{FFFD}b\u{FFFD}", 4),
        ("\u{202E}cod.exe\u{2066}\u{061C}\u{200F}", "\u{FFFD}cod.exe\u{FFFD}\u{FFFD}\u{FFFD}", 11),
        ("a\u{200B}b\u{FEFF}c\u{AD}d\u{2063}\u{3164}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}\u{FFFD}", 9),
        ("x\u{E0041}\u{E000}\u{FFFE}\u{10FFFF}\u{378}", "x\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", 6),
        ("Анна Орлова", "Анна Орлова", 11),
        ("e\u{301}", "e\u{301}", 1),
        ("\u{301}e", "\u{FFFD}e", 2),
        ("日本語", "日本語", 6),
        ("❤\u{FE0F}!", "❤!", 2),
        ("\u{FE0F}a\u{FE0F}\u{FE0E}", "\u{FFFD}a\u{FFFD}", 3),
        ("👩\u{200D}❤\u{FE0F}\u{200D}👨", "👩❤👨", 5),
        ("👍\u{1F3FD}", "👍", 2),
        ("a\u{1F3FD}", "a\u{FFFD}", 2),
        ("👍\u{200D}", "👍\u{FFFD}", 3),
        ("👍\u{200D}\u{200D}👍", "👍\u{FFFD}👍", 5),
        ("👍\u{200D}x", "👍\u{FFFD}x", 4),
        ("🇷🇺🇩", "RUD", 3),
        ("1\u{FE0F}\u{20E3}", "1\u{20E3}", 1),
        ("\u{1112}\u{1161}\u{11AB}\u{AE00}", "한글", 4),
        ("\u{1161}\u{11AB}", "\u{FFFD}\u{FFFD}", 2),
    ])
    func becomes(_ raw: String, _ safe: String, _ width: Int) {
        let text = DisplayText(sanitizing: raw)
        #expect(Array(text.string.unicodeScalars) == Array(safe.unicodeScalars))
        #expect(text.width == width)
        #expect(text.description == text.string)
    }

    @Test func towersOfMarksAreCut() {
        let text = DisplayText(sanitizing: "a" + String(repeating: "\u{30D}", count: 1_000) + "b")
        #expect(text.string.unicodeScalars.count == 2 + Sanitizer.mostMarks)
        #expect(text.width == 2)
    }

    @Test(
        arguments: [
            ([0x41, 0xFF, 0x42], "A\u{FFFD}B"),
            // Maximal subparts: Unicode, table 3-8.
            ([0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62], "\u{FFFD}\u{FFFD}\u{FFFD}b"),
            ([0xC0, 0xAF, 0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xE6, 0xBC, 0xA2, 0xE6], "漢\u{FFFD}"),
            ([0x1B, 0xC2, 0x9B], "␛\u{FFFD}"),
        ] as [([UInt8], String)])
    func bytesThatAreNoTextAreReplaced(_ bytes: [UInt8], _ safe: String) {
        #expect(bytes.withUnsafeBytes { DisplayText(sanitizing: $0) }.string == safe)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("abc", -1, ""),
        ("日本語", 3, "日本語"), ("日本語", 2, "日…"), ("e\u{301}e\u{301}e", 2, "e\u{301}…"), ("", 0, ""),
        ("\n\n\n", 2, "␊…"), ("👍\u{200D}", 1, "…"), ("👍\u{1F3FD}", 1, "👍"),
    ])
    func aLimitCountsGlyphs(_ raw: String, _ limit: Int, _ safe: String) {
        let text = DisplayText(sanitizing: raw, limit: limit)
        #expect(text.string == safe)
        #expect(text.width == DisplayText(sanitizing: safe).width)
    }

    @Test func interpolatedTextIsNoWayAroundIt() {
        let foreign = "\u{1B}]0;x\u{7}"
        let text: DisplayText = "to \(foreign)"
        #expect(text.string == "to ␛]0;x␇")
    }

    @Test func nothingHostileSurvives() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<3_000 {
            let raw = Self.hostile(&random)
            let limit = Bool.random(using: &random) ? Int.max : Int.random(in: 0..<20, using: &random)
            let text = DisplayText(sanitizing: raw, limit: limit)
            for scalar in text.string.unicodeScalars {
                #expect(!Self.isHostile(scalar), "U+\(String(scalar.value, radix: 16))")
            }
            let slow = Sanitizer.sanitize(raw, limit: limit)
            #expect(slow.text == text.string && slow.width == text.width, "the quick way is no other way")
            let glyphs = Array(text.glyphs)
            #expect(glyphs.count <= limit)
            #expect(glyphs.allSatisfy { $0.width == 1 || $0.width == 2 })
            #expect(glyphs.reduce(0) { $0 + $1.width } == text.width)
            #expect(glyphs.map { String($0.character) }.joined() == text.string)
            #expect(glyphs.allSatisfy { $0.character.unicodeScalars.count <= 1 + Sanitizer.mostMarks })
            let again = DisplayText(sanitizing: text.string)
            #expect(again == text, "sanitising what is sanitised changes nothing")
        }
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0..<64, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let text = bytes.withUnsafeBytes { DisplayText(sanitizing: $0) }
            #expect(text.string.unicodeScalars.allSatisfy { !Self.isHostile($0) })
        }
    }

    /// A random text of difficult scalars and some ordinary ones.
    static func hostile(_ random: inout SeededGenerator) -> String {
        let pools: [ClosedRange<UInt32>] = [
            0...0x1F, 0x20...0x7E, 0x7F...0xAD, 0x300...0x36F, 0x400...0x45F, 0x5D0...0x5EA, 0x900...0x94D,
            0x1100...0x11FF, 0xAC00...0xAC40, 0x200B...0x202E, 0x2060...0x206F, 0x4E00...0x4E20, 0xFE00...0xFE0F,
            0x1F1E6...0x1F1FF, 0x1F3F0...0x1F3FF, 0x1F600...0x1F640, 0x200D...0x200D, 0xE0000...0xE01FF,
            0xD7A0...0xD7FF, 0x2640...0x2642, 0...0x10FFFF,
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0..<30, using: &random) {
            let pool = pools[Int.random(in: 0..<pools.count, using: &random)]
            if let scalar = Unicode.Scalar(UInt32.random(in: pool, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x115F...0x11FF, 0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E,
            0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF,
            0xE0000...0xE0FFF:
            true
        default:
            [.privateUse, .surrogate, .unassigned].contains(scalar.properties.generalCategory)
        }
    }
}

@Suite struct FittingTests {
    @Test func glyphsAreWhatATerminalKeepsApart() {
        // One grapheme of the standard library, but two glyphs on a terminal.
        let text: DisplayText = "क्ष"
        #expect(text.glyphs.map(\.width) == [1, 1])
        #expect(text.width == 2)
    }

    @Test(arguments: [
        ("abcdef", 3, "abc", "def", "def"),
        ("abc", 3, "abc", "", "abc"),
        ("abc", 0, "", "abc", ""),
        ("abc", -1, "", "abc", ""),
        ("日本語", 3, "日", " 語", "語"),
        ("日本語", 4, "日本", "語", "本語"),
        ("e\u{301}e\u{301}", 1, "e\u{301}", "e\u{301}", "e\u{301}"),
    ])
    func cuts(_ text: DisplayText, _ columns: Int, _ head: String, _ rest: String, _ end: String) {
        #expect(text.prefix(columns: columns).string == head)
        #expect(text.dropping(columns: columns).string == rest)
        #expect(text.suffix(columns: columns).string == end)
    }

    @Test func pads() {
        #expect(("ab" as DisplayText).padded(to: 5).string == "ab   ")
        #expect(("ab" as DisplayText).padded(to: 5, alignment: .right).string == "   ab")
        #expect(("ab" as DisplayText).padded(to: 5, alignment: .center).string == " ab  ")
        #expect(("日本" as DisplayText).padded(to: 5).string == "日本 ")
        #expect(("abc" as DisplayText).padded(to: 2).string == "abc")
    }

    @Test func truncates() {
        #expect(("abcdef" as DisplayText).truncated(to: 4).string == "abc…")
        #expect(("abcdef" as DisplayText).truncated(to: 6).string == "abcdef")
        #expect(("abcdef" as DisplayText).truncated(to: 0).string == "")
        #expect(("abcdef" as DisplayText).truncated(to: 1, ellipsis: "~").string == "~")
        #expect(("日本語" as DisplayText).truncated(to: 4).string == "日…")
    }

    @Test func truncatesIdsInTheMiddle() {
        let id: DisplayText = "3694473f-91a7-4a29-8d0f-c0a5a13b0002"
        #expect(id.truncatedInMiddle(to: 13).string == "3694473f…0002")
        #expect(id.truncatedInMiddle(to: 36).string == id.string)
        #expect(id.truncatedInMiddle(to: 5).string == "369…2")
        #expect(id.truncatedInMiddle(to: 1).string == "…")
        #expect(id.truncatedInMiddle(to: 0).string == "")
    }

    @Test func everyCutKeepsItsPromiseOfWidth() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            let text = DisplayText(sanitizing: SanitizingTests.hostile(&random))
            let columns = Int.random(in: -2..<40, using: &random)
            let room = max(0, columns)
            let parts = [
                text.prefix(columns: columns), text.suffix(columns: columns), text.truncated(to: columns),
                text.truncatedInMiddle(to: columns), text.fitted(to: columns), text.dropping(columns: columns),
            ]
            for part in parts { #expect(part.width == part.glyphs.reduce(0) { $0 + $1.width }) }
            #expect(parts[0...4].allSatisfy { $0.width <= room })
            #expect(parts[4].width == room)
            #expect(parts[5].width == max(0, text.width - room))
        }
    }

    @Test func joins() {
        let parts: [DisplayText] = ["a", "日", "b"]
        #expect(parts.joined(separator: " · ") == "a · 日 · b")
        #expect(parts.joined().width == 4)
        #expect(([] as [DisplayText]).joined(separator: ", ").isEmpty)
        var sum: DisplayText = "ab"
        sum += "cd"
        #expect(sum == "abcd")
        #expect(sum.width == 4)
        #expect(DisplayText.spaces(-1).isEmpty)
    }
}
