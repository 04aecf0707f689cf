import CCSTestSupport
import Testing

@testable import CCSView

extension PatternMatcher {
    fileprivate func finds(_ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { finds(in: $0) }
    }
}

@Suite struct PatternTests {
    private func finds(_ pattern: String, in text: String) throws -> Bool {
        PatternMatcher(try PatternAutomaton(pattern)).finds(CaseFolding.fold(text))
    }

    @Test(arguments: [
        ("", "", true), ("", "a", true), ("^$", "", true), ("^$", "a", false), ("^^a$$", "a", true), ("a^", "a", false),
        ("(^|x)a", "ba", false), ("(^|x)a", "bxa", true), ("a($|x)", "ab", false), ("a($|x)", "bax", true),
        ("a|", "b", true),
        ("^(a|)$", "b", false), ("()*", "b", true), ("^(ab|c)*d$", "abcabd", true), ("^(ab|c)*d$", "abad", false),
        ("^a{2}$", "aaa", false),
        ("^a{2,}$", "aaa", true), ("^a{1,2}$", "aaa", false), ("^a{0}$", "", true), ("^(a?){3}$", "aa", true),
        ("^(a{2}){2,3}$", "aaaaa", false),
        ("^(a{2}){2,3}$", "aaaaaa", true), ("a+?b", "aab", true), ("^.$", "ы", true), ("^..$", "ы", false),
        ("^.$", "👍", true), ("[а-я]", "Ж", true), ("[А-Я]", "ж", true),
        ("[^а-я]", "Ж", false), ("[Z-a]", "Z", true), ("[Z-a]", "b", false), ("[]a]", "]", true), ("[^]a]", "a", false),
        ("[a-]", "-", true), ("[\\]\\d]", "7", true),
        ("\\W", "ы", false), ("\\w", "Ы", true), ("\\S", " \t", false), ("^\\+7\\.$", "+7.", true), ("ё", "Ё", true),
        ("Σ", "ς", true), ("\\x".replacing("x", with: "Я"), "я", true),
        ("a\0b", "a\0b", true), ("(?:ab)+c", "xababc", true), ("]", "]", true), ("}", "}", true), ("[^a]", "A", false),
        ("[^\\D]", "5", true),
    ]) func searches(_ pattern: String, _ text: String, _ expected: Bool) throws {
        #expect(try finds(pattern, in: text) == expected)
    }

    /// The standard library's engine gives the same results, for patterns and texts without exponential cost.
    @Test(arguments: 0..<4 as Range<UInt64>) func agreesWithRegex(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func pick(_ list: [String]) -> String { list[Int.random(in: 0..<list.count, using: &random)] }
        func pattern(_ depth: Int) -> String {
            switch Int.random(in: 0..<(depth > 0 ? 8 : 4), using: &random) {
            case 0...2: pick(["a", "b", "c", "б", "."])
            case 3: pick(["[ab]", "[^a]", "[a-c]", "\\d", "^", "$"])
            case 4, 5: pattern(depth - 1) + pattern(depth - 1)
            case 6: "(" + pattern(depth - 1) + "|" + pattern(depth - 1) + ")"
            default: "(" + pattern(depth - 1) + ")" + pick(["*", "+", "?", "{2}", "{1,2}", "{2,}"])
            }
        }
        for _ in 0..<400 {
            let source = pattern(3)
            let regex = try Regex(source)
            let own = PatternMatcher(try PatternAutomaton(source))
            for _ in 0..<6 {
                let text = (0..<Int.random(in: 0..<7, using: &random)).map { _ in pick(["a", "b", "c", "б", "1"]) }
                    .joined()
                #expect(
                    own.finds(CaseFolding.fold(text)) == (text.firstMatch(of: regex) != nil), "\(source) in \(text)"
                )
            }
        }
    }

    /// Engines that backtrack or expand the pattern need endless time or memory for these.
    @Test(arguments: [
        "(a*)*b", "(a|a)*b", "(a|aa)+b", "(.*)*x.*y", "(a?){120}a{120}b", "(a|b)*a(a|b){60}c", "(((a*)*)*)*$b",
        "((){200}){200}b",
    ])
    func hostilePatternsComeToAnEnd(_ pattern: String) throws {
        let matcher = PatternMatcher(try PatternAutomaton(pattern))
        var random = SeededGenerator(seed: 5)
        for _ in 0..<10 {
            let text = (0..<512).map { _ in UInt8(ascii: Bool.random(using: &random) ? "a" : "A") }
            #expect(!matcher.finds(text.map { $0 | 0x20 }))
        }
    }

    /// An emptied cache gives the same results as a new one.
    @Test func forgettingChangesNothing() throws {
        let automaton = try PatternAutomaton("(a|b)*a(a|b){20}c")
        let used = PatternMatcher(automaton)
        var random = SeededGenerator(seed: 7)
        var found = 0
        for index in 0..<400 {
            var text = (0..<300).map { _ in UInt8(ascii: Bool.random(using: &random) ? "a" : "b") }
            if index % 2 == 0 { text.append(UInt8(ascii: "c")) }
            let expected = text.count == 301 && text[279] == UInt8(ascii: "a")
            #expect(used.finds(text) == expected)
            found += expected ? 1 : 0
        }
        #expect(found > 50)
    }

    @Test func bytesThatAreNoTextNeverTrap() throws {
        var random = SeededGenerator(seed: 3)
        let matcher = PatternMatcher(try PatternAutomaton("^[а-я\\x]*x".replacing("\\x", with: "") + "|\u{FFFD}y"))
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = bytes.withUnsafeBytes { CaseFolding.withFolded($0) { matcher.finds(in: $0) } }
        }
        #expect(matcher.finds([0xFF, UInt8(ascii: "y")]))
    }
}

@Suite struct CaseFoldingTests {
    /// Compares with Unicode's lower case, where it is one scalar of as many bytes.
    @Test func agreesWithUnicode() throws {
        for value in (0..<0x250 as Range<UInt32>) + Array(0x370..<0x530) {
            let scalar = try #require(Unicode.Scalar(value))
            let lower = Array(scalar.properties.lowercaseMapping.unicodeScalars)
            let isCovered = value < 0x180 || (0x386...0x3AB).contains(value) || value >= 0x400
            guard isCovered, value != 0x130, lower.count == 1 else { continue }
            #expect(CaseFolding.fold(value) == (value == 0x3C2 ? 0x3C3 : lower[0].value), "\(String(value, radix: 16))")
        }
    }

    /// Eight bytes at once give the same result as single bytes.
    @Test func everyPlaceIsFolded() {
        for length in 0..<40 {
            for letter in ["A", "Z", "@", "[", "Ж", "\u{7F}"] {
                let text = String(repeating: "q", count: length) + letter + "WXYZ" + letter
                #expect(CaseFolding.fold(text) == Array(text.lowercased().utf8))
            }
        }
    }

    @Test func keepsLengthAndIsDoneAtOnce() {
        for value in 0...0x2FFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let folded = CaseFolding.fold(text)
            #expect(folded.count == text.utf8.count)
            #expect(CaseFolding.fold(String(decoding: folded, as: UTF8.self)) == folded)
        }
    }
}
