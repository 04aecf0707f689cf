import Glibc
import Testing

@testable import CCSEvents

/// Compares the table with the C library's `wcwidth`, which ncurses uses.
@Suite struct CharacterWidthTests {
    static let blocks: [(name: String, scalars: ClosedRange<UInt32>)] = [
        ("Latin", 0x20...0x7E), ("Latin-1", 0xA0...0xFF), ("Latin Extended", 0x100...0x24F), ("IPA", 0x250...0x2AF),
        ("combining marks", 0x300...0x36F), ("Greek", 0x370...0x3FF), ("Cyrillic", 0x400...0x52F),
        ("Armenian", 0x531...0x58F), ("Hebrew", 0x591...0x5F4), ("Arabic", 0x600...0x6FF),
        ("Devanagari", 0x900...0x97F), ("Thai", 0xE01...0xE5B), ("Georgian", 0x10A0...0x10FF),
        ("Hangul Jamo", 0x1100...0x115E), ("Latin Extended Additional", 0x1E00...0x1EFF),
        ("Greek Extended", 0x1F00...0x1FFF), ("punctuation", 0x2010...0x205E), ("currency", 0x20A0...0x20C0),
        ("letterlike", 0x2100...0x214F), ("arrows", 0x2190...0x21FF), ("control pictures", 0x2400...0x2426),
        ("box drawing", 0x2500...0x257F), ("block elements", 0x2580...0x259F),
        ("geometric shapes", 0x25A0...0x25FF), ("symbols", 0x2690...0x27BF), ("Kana", 0x3041...0x30FF),
        ("CJK symbols", 0x3000...0x303E), ("CJK extension A", 0x3400...0x4DBF), ("CJK", 0x4E00...0x9FFF),
        ("Hangul", 0xAC00...0xD7A3), ("CJK compatibility", 0xF900...0xFAD9), ("full width", 0xFF01...0xFFEE),
        ("replacement", 0xFFFD...0xFFFD), ("emoji", 0x1F300...0x1F64F),
    ]

    @Test(arguments: blocks.indices)
    func agreesWithTheCLibrary(block: Int) throws {
        // The locale of this thread only, because other tests run in parallel.
        let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        let previous = uselocale(locale)
        defer {
            uselocale(previous)
            freelocale(locale)
        }
        // Looked up by name, because the header declares it only for X/Open.
        let symbol = try #require(dlsym(nil, "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> CInt).self)
        var compared = 0
        for value in Self.blocks[block].scalars {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // A replaced scalar has the width of its replacement.
            if [.replaced, .special].contains(CharacterWidth.kind(of: value)) { continue }
            compared += 1
            let expected = Int(wcwidth(wchar_t(value)))
            #expect(
                CharacterWidth.columns(of: scalar) == expected,
                "\(Self.blocks[block].name) U+\(String(value, radix: 16))")
        }
        #expect(compared > 0)
    }

    @Test func theShortcutsSayWhatTheTableSays() {
        for value in UInt32(0)..<0x500 {
            #expect(CharacterWidth.kind(of: value) == CharacterWidth.search(value), "U+\(String(value, radix: 16))")
        }
    }

    @Test func theTableCoversEverythingInOrder() {
        let runs = WidthTable.runs
        #expect(runs.first.map { $0 >> 3 } == 0)
        #expect(zip(runs, runs.dropFirst()).allSatisfy { $0 >> 3 < $1 >> 3 && $0 & 7 != $1 & 7 })
        #expect(runs.allSatisfy { CharacterKind(rawValue: UInt8($0 & 7)) != nil && $0 >> 3 <= 0x10FFFF })
        #expect(CharacterWidth.kind(of: 0x10FFFF) == .replaced)
    }

    @Test func aGraphemeIsAsWideAsItIsShown() {
        #expect(CharacterWidth.columns(of: Character("a")) == 1)
        #expect(CharacterWidth.columns(of: Character("e\u{301}")) == 1)
        #expect(CharacterWidth.columns(of: Character("漢")) == 2)
        #expect(CharacterWidth.columns(of: Character("\u{1B}")) == 1)
        #expect(CharacterWidth.columns(of: Character("🇫🇷")) == 2)
        #expect(CharacterWidth.columns(of: Character("👩‍🚒")) == 4)
    }
}
