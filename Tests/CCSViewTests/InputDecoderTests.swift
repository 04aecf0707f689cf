import CCSView
import Testing

@Suite struct InputDecoderTests {
    /// Decodes bytes that come at once.
    private func decode(_ text: String) -> [Input] {
        var decoder = InputDecoder()
        return take(text, by: &decoder, at: 0)
    }

    private func take(_ text: String, by decoder: inout InputDecoder, at time: Int64) -> [Input] {
        var inputs: [Input] = []
        for scalar in text.unicodeScalars { decoder.take(.scalar(scalar), at: time, into: &inputs) }
        decoder.pause(into: &inputs)
        return inputs
    }

    @Test(arguments: [
        ("a", Key.character("a")), ("Q", .character("Q")), ("я", .character("я")), (" ", .character(" ")),
        ("\u{01}", .control("a")), ("\u{0C}", .control("l")), ("\u{1A}", .control("z")), ("\u{1C}", .control("\\")),
        ("\u{1F}", .control("_")), ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace),
        ("\u{08}", .backspace), ("\u{1B}", .escape),
    ])
    func charactersAreKeys(text: String, key: Key) {
        #expect(decode(text) == [.key(key)])
    }

    @Test(arguments: ["\0", "\u{80}", "\u{9B}", "\u{9F}"])
    func bytesThatNoKeySendsAreIgnored(text: String) {
        #expect(decode(text).isEmpty)
    }

    @Test(arguments: [
        ("\u{1B}[A", Key.up), ("\u{1B}OB", .down), ("\u{1B}[1;5C", .right), ("\u{1B}[H", .home), ("\u{1B}[7~", .home),
        ("\u{1B}[4~", .end), ("\u{1B}[3;2~", .delete), ("\u{1B}[2~", .insert), ("\u{1B}[5~", .pageUp),
        ("\u{1B}[6~", .pageDown), ("\u{1B}OP", .function(1)), ("\u{1B}[11~", .function(1)),
        ("\u{1B}[15~", .function(5)),
        ("\u{1B}[17~", .function(6)), ("\u{1B}[24~", .function(12)), ("\u{1B}[Z", .backTab), ("\u{1B}OM", .enter),
    ])
    func sequencesInUseAreKeys(text: String, key: Key) {
        #expect(decode(text) == [.key(key)])
        // The decoder keeps no state after them.
        #expect(decode(text + "q") == [.key(key), .key(.character("q"))])
    }

    @Test(arguments: [
        "\u{1B}[I", "\u{1B}[99;99u", "\u{1B}[?1;2c", "\u{1B}[24;80R", "\u{1B}[<0;5", "\u{1B}[M !!", "\u{1B}[32;5;6M",
        "\u{1B}[[A", "\u{1B}Oz", "\u{1B}[" + String(repeating: "1;", count: 500) + "u", "\u{1B}[<0;0;0M",
        "\u{1B}[<0;99999999999999999999;1M", "\u{1B}[<0;1;1m", "\u{1B}[<2;1;1M", "\u{1B}[<32;1;1M",
    ])
    func nothingOfAnUnknownSequenceIsAKey(text: String) {
        #expect(decode(text).isEmpty)
    }

    @Test func escapeBeforeAKeyIsAKeyOfItsOwn() {
        #expect(decode("\u{1B}x") == [.key(.escape), .key(.character("x"))])
        #expect(decode("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
        #expect(decode("\u{1B}[") == [.key(.escape), .key(.character("["))])
        #expect(decode("\u{1B}O") == [.key(.escape), .key(.character("O"))])
        var decoder = InputDecoder()
        var inputs: [Input] = []
        decoder.take(.scalar("\u{1B}"), at: 0, into: &inputs)
        decoder.take(.key(.up), at: 0, into: &inputs)
        decoder.take(.unknownKey, at: 0, into: &inputs)
        #expect(inputs == [.key(.escape), .key(.up)])
    }

    @Test func aSequenceThatBreaksOffHoldsNoKeyBack() {
        var decoder = InputDecoder()
        #expect(take("\u{1B}[1", by: &decoder, at: 0).isEmpty)
        #expect(take("q", by: &decoder, at: 1000) == [.key(.character("q"))])
        // An ESC that continues at once begins a key.
        #expect(take("\u{1B}[1", by: &decoder, at: 2000).isEmpty)
        #expect(take("5~", by: &decoder, at: 2050) == [.key(.function(5))])
    }

    @Test func aPasteIsOneInputWhateverIsInIt() {
        let text = "abc\u{03}\u{1A}\u{1B}[A\r\n\u{1B}\u{1B}[201\u{1B}[20\u{7F}я"
        #expect(decode("\u{1B}[200~\(text)\u{1B}[201~q") == [.paste(text), .key(.character("q"))])
    }

    @Test func keysInAPasteAreNone() {
        var decoder = InputDecoder()
        var inputs = take("\u{1B}[200~a", by: &decoder, at: 0)
        decoder.take(.key(.up), at: 0, into: &inputs)
        inputs += take("b\u{1B}[2", by: &decoder, at: 10) + take("01~", by: &decoder, at: 20)
        #expect(inputs == [.paste("ab")])
    }

    @Test func aPasteIsBounded() {
        let long = String(repeating: "x", count: InputDecoder.pasteLimit + 10)
        #expect(
            decode("\u{1B}[200~\(long)\u{1B}[201~") == [
                .paste(String(repeating: "x", count: InputDecoder.pasteLimit))
            ])
    }

    @Test func aPasteWithoutAnEndEndsByItself() {
        var decoder = InputDecoder()
        #expect(take("\u{1B}[200~abc", by: &decoder, at: 0).isEmpty)
        #expect(take("q", by: &decoder, at: 5000) == [.paste("abc"), .key(.character("q"))])
    }

    @Test func theMouseClicksAndTurns() {
        #expect(decode("\u{1B}[<0;300;5M\u{1B}[<0;300;5m") == [.mouse(.click, x: 299, y: 4)])
        #expect(decode("\u{1B}[<64;1;1M") == [.mouse(.wheelUp, x: 0, y: 0)])
        // With Control held down.
        #expect(decode("\u{1B}[<81;2;3M") == [.mouse(.wheelDown, x: 1, y: 2)])
    }

    @Test func twoClicksSoonOnOnePlaceAreADoubleClick() {
        let (click, soon) = (Input.mouse(.click, x: 4, y: 6), InputDecoder.doubleClick)
        var decoder = InputDecoder()
        #expect(take("\u{1B}[<0;5;7M", by: &decoder, at: 0) == [click])
        #expect(take("\u{1B}[<0;5;7M", by: &decoder, at: soon) == [.mouse(.doubleClick, x: 4, y: 6)])
        // A third click starts again. A late click or one elsewhere is no double click.
        #expect(take("\u{1B}[<0;5;7M", by: &decoder, at: soon + 1) == [click])
        #expect(take("\u{1B}[<0;5;7M", by: &decoder, at: 2 * soon + 2) == [click])
        #expect(take("\u{1B}[<0;6;7M", by: &decoder, at: 2 * soon + 3) == [.mouse(.click, x: 5, y: 6)])
    }
}
