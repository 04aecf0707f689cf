import CCSView
import Foundation
import Testing

@Suite struct ClipboardSequenceTests {
    private func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

    /// The text inside a plain sequence.
    private func copied(_ sequence: ClipboardSequence) throws -> String {
        let whole = text(sequence.bytes)
        try #require(whole.hasPrefix("\u{1B}]52;c;") && whole.hasSuffix("\u{07}"))
        let data = try #require(Data(base64Encoded: String(whole.dropFirst(7).dropLast())))
        return text(data)
    }

    @Test(arguments: ["", "a", "ab", "abc", "abcd", "Анна 1012\n\tновая строка", "😀"])
    func carriesTheText(sample: String) throws {
        let sequence = ClipboardSequence(copying: sample, through: nil)
        #expect(try copied(sequence) == sample)
        #expect(sequence.isWhole)
    }

    @Test func leavesOutWhatWouldActWhenPasted() throws {
        let sequence = ClipboardSequence(
            copying: "a\u{1B}]0;x\u{07}\r\u{7F}\u{9B}b\u{202E}c\u{200B}\u{2028}d\ne", through: nil)
        #expect(try copied(sequence) == "a]0;xbcd\ne")
    }

    @Test func isCutBeforeACharacterThatWouldNotFit() throws {
        let fitting = String(repeating: "a", count: ClipboardSequence.limit - 1)
        let sequence = ClipboardSequence(copying: fitting + "яb", through: nil)
        #expect(try copied(sequence) == fitting)
        #expect(!sequence.isWhole)
        #expect(sequence.bytes.count <= 100_000)
        #expect(ClipboardSequence(copying: fitting + "b", through: nil).isWhole)
    }

    @Test func isSentPlainAndWrappedThroughTmux() {
        let sequence = ClipboardSequence(copying: "abc", through: .tmux)
        #expect(
            text(sequence.bytes) == "\u{1B}]52;c;YWJj\u{07}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;YWJj\u{07}\u{1B}\\")
    }

    @Test func isSentInPiecesThroughScreen() throws {
        let sample = String(repeating: "0123456789", count: 200)
        let pieces = text(ClipboardSequence(copying: sample, through: .screen).bytes)
            .components(separatedBy: "\u{1B}\\").dropLast()
        #expect(pieces.count > 1)
        #expect(pieces.allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count < 768 })
        let joined = pieces.map { $0.dropFirst(2) }.joined()
        #expect(joined == text(ClipboardSequence(copying: sample, through: nil).bytes))
    }

    @Test func theMultiplexerIsToldByTheEnvironment() {
        typealias Multiplexer = ClipboardSequence.Multiplexer
        #expect(Multiplexer(tmux: nil, sty: nil, term: "xterm-256color") == nil)
        #expect(Multiplexer(tmux: "", sty: "", term: "xterm") == nil)
        #expect(Multiplexer(tmux: "/tmp/tmux-0/default,1,0", sty: nil, term: "screen-256color") == .tmux)
        // Over ssh, only TERM tells it.
        #expect(Multiplexer(tmux: nil, sty: nil, term: "tmux-256color") == .tmux)
        #expect(Multiplexer(tmux: nil, sty: nil, term: "screen") == .screen)
        #expect(Multiplexer(tmux: nil, sty: "1.pts", term: "xterm") == .screen)
    }
}
