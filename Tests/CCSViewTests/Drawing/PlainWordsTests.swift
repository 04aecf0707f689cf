import CCSState
import Testing

@testable import CCSView

/// The texts that users read use plain words.
@Suite struct PlainWordsTests {
    /// Phrases that have a plain equivalent.
    private static let riddles = [
        "faces", "stretches", "lets go", "lets through", "comes to life", "came to life", "told once", "fork lost",
        "hangs under", "hang under", "terminal's again", "heard of", "never heard", "nobody has said", "whoever",
        "is to be", "goes on", "taken away", "take away", "turn round", "by itself", "looked at", "asked for",
        "stands for",
        "what is wrong", "something is wrong", "says whose", "nothing has come", "one came from", "without a word",
    ]

    private static func texts(_ pane: Pane) -> [String] {
        var options = Interface.Options()
        options.catalogue = [pane: ColumnTable.columns(of: pane)]
        let interface = Interface(domain: "sales", onlyDomain: false, pane: pane, options: options)
        let help = HelpText(interface, columns: ColumnTable.usualColumns(of: pane))
        return help.entries.flatMap { [$0.heading ?? "", $0.name, $0.text] }
    }

    /// The help is made of the tables of keys, header, columns, filters, measures and detectors.
    @Test(arguments: Pane.allCases) func theHelpHasNoRiddles(_ pane: Pane) {
        for text in Self.texts(pane) {
            for riddle in Self.riddles { #expect(!text.lowercased().contains(riddle), "\(riddle): \(text)") }
        }
    }

    @Test func listsOfKeysMeasuresDetectorsAndLimitsHaveNoRiddles() {
        let texts =
            [KeyTable.standard.listing] + Measure.table.map(\.definition)
            + Detector.table.flatMap { [$0.title, $0.help] }
            + Limits.table.map(\.help)
        for text in texts {
            for riddle in Self.riddles { #expect(!text.lowercased().contains(riddle), "\(riddle): \(text)") }
        }
    }

    @Test func noSentenceOfAColumnIsLongerThanOneLineOfANarrowScreen() {
        for pane in Pane.allCases {
            for column in ColumnTable.usualColumns(of: pane) where !["status"].contains(column.id) {
                #expect(column.help.count <= 60, "\(pane) \(column.id): \(column.help)")
            }
        }
    }

    /// The first page of the help explains every piece of the header.
    @Test func everyPieceOfTheHeaderIsExplained() throws {
        let table = HeaderHelp.table(.unicode, .standard)
        var header = Sample.header
        header.anomalies = (7, 3, 2)
        (header.unrecorded, header.evicted, header.lines.refused) = (2, 3, 4)
        header.gap = (0, 12_000, 31)
        header.isBehind = true
        for feed in [FeedState.live(age: 200), .stale(age: 25_000), .reconnecting(wait: 2000, why: "refused"), .ended] {
            header.feed = feed
            for width in [80, 120, 300] {
                for count in 1...3 {
                    let lines = HeaderLines(header, newest: nil, isPaused: false, glyphs: .unicode)
                    let pieces = (0..<count).flatMap { lines.pieces(of: $0, of: count, width: width) }
                    let unknown = pieces.filter { piece in
                        !table.contains { $0.signs.contains { piece.contains($0) } }
                    }
                    #expect(unknown.isEmpty || unknown == ["sales"], "\(unknown)")
                }
            }
        }
        var hand = Hand()
        hand.type("?")
        for words in ["On this screen", "the pane you see", "the selected row"] {
            #expect(hand.screen.contains(words), "\(words)")
        }
    }

    @Test func theAnomaliesOfTheHeaderNameTheKeyThatListsThem() {
        let table = HeaderHelp.table(.unicode, .standard)
        #expect(HeaderHelp.entry(of: "!7 (3 new)", in: table).text.contains("key 6 lists them"))
        #expect(HeaderHelp.entry(of: "refused 485", in: table).text.contains("key 9"))
        #expect(HeaderHelp.entry(of: "10:02:11", in: table).text.contains("time"))
        #expect(HeaderHelp.entry(of: "sales", in: table).text == HeaderHelp.domain.text)
    }

    /// A question mark has one meaning on the screen: unconfirmed.
    @Test func aQuestionMarkMeansUnconfirmedAlone() {
        var header = Sample.header
        (header.lines.refused, header.evicted) = (485, 12)
        for width in [40, 80, 200] {
            for count in 1...3 {
                let lines = HeaderLines(header, newest: nil, isPaused: false, glyphs: .unicode)
                let text = (0..<count).flatMap { lines.pieces(of: $0, of: count, width: width) }.joined()
                #expect(!text.contains("?"), "\(text)")
            }
        }
        header.gap = (0, 12_000, 31)
        let line = HeaderLines(header, newest: nil, isPaused: false, glyphs: .unicode).pieces(of: 0, of: 2, width: 120)
        #expect(line.contains { $0.hasPrefix("missed") && $0.contains("31") })
    }
}
