import CCSEvents
import CCSKafka
import CCSState
import CCSView
import Testing

@testable import CCSConfiguration

/// The effect of valid values.
struct SettingTests {
    private func read(_ text: String) throws -> Configuration { try Configuration(parsing: text, file: "c.toml") }

    @Test func aFileWithoutSettingsIsTheDefaults() throws {
        #expect(try read("") == Configuration())
        #expect(try read("# nothing\n\n[detectors]\n[keys]\n[themes]\n") == Configuration())
    }

    @Test func defaultsOfTheCommandLine() throws {
        let read = try read(
            """
            domain = "sales"
            feed-domain = 'support'
            connect = "tcp://feed:9000"
            ca = "ca.pem"
            cert = "me.pem"
            key = "me.key"
            token-file = "token"
            pane = "calls"
            theme = "mono"
            ascii = true
            mask = "numbers"
            mouse = true
            delay = 2
            """)
        var expected = Configuration()
        expected.domain = "sales"
        expected.feedDomain = "support"
        expected.connect = try FeedPlace.list(parsing: ["tcp://feed:9000"])
        expected.ca = "ca.pem"
        expected.certificate = "me.pem"
        expected.key = "me.key"
        expected.tokenFile = "token"
        expected.pane = .calls
        expected.theme = "mono"
        expected.isASCII = true
        expected.masksNumbers = true
        expected.mouse = true
        expected.delay = 2
        #expect(read == expected)
        #expect(try self.read("delay = 0.25").delay == 0.25)
    }

    @Test func severalFeedsStandInAList() throws {
        let texts = ["tcp://one:9000", "TCP://two:9000", "wss://three/ws/token/v1", "kafka://four:9092,five/calls"]
        let read = try read("connect = \(texts)")
        #expect(try read.connect == FeedPlace.list(parsing: texts))
        #expect(try self.read(read.reference) == read, "as it is printed it is read")
        #expect(throws: ConfigurationErrors.self) { try self.read("connect = [\"tcp://one:9000\", \"two\"]") }
        #expect(throws: ConfigurationErrors.self) { try self.read("connect = [\"tcp://a:1\", \"tcp://a:1\"]") }
    }

    @Test(arguments: Field.allCases) func namesOfFieldsAreAskedBeforeTheDefaultOnes(_ field: Field) throws {
        let read = try read("map.\(field.row.name) = [\"own.one\", \"two\"]")
        #expect(read.fields[field] == ["own.one", "two"] + field.row.names.map(\.description))
    }

    @Test(arguments: [Phase.other, .ringing, .talking, .held, .ending])
    func statesGoToTheirPhase(_ phase: Phase) throws {
        let read = try read("[phases]\n\(phase.name) = [\"Wachtrij\", \"dialog\"]")
        #expect(read.phases["wachtrij"] == phase)
        #expect(read.phases["dialog"] == phase)
        #expect(read.phases["ringing"] == .ringing)
        let states = [UInt8]("WACHTRIJ".utf8)
        #expect(states.withUnsafeBytes { read.phaseTable.phase(of: FeedText($0)) } == phase)
    }

    @Test(arguments: Detector.allCases) func thresholdsAreSetAndSwitchedOff(_ detector: Detector) throws {
        #expect(try read("[detectors]\n\(detector.name) = \"90s\"").detectors[detector] == 90_000)
        let off = try read("[detectors]\n\(detector.name) = false").detectors
        #expect(off[detector] == nil)
        for other in Detector.allCases where other != detector { #expect(off[other] == other.row.threshold) }
    }

    @Test(arguments: [
        ("500ms", 500), ("30s", 30_000), ("1.5m", 90_000), ("2h", 7_200_000), ("0s", 0), ("720h", 2_592_000_000),
    ])
    func durations(_ text: String, _ milliseconds: Int64) throws {
        #expect(try read("detectors.silent = \"\(text)\"").detectors[.silent] == milliseconds)
    }

    @Test func domainsBeginWithWhatHoldsForAllWhereverThatStands() throws {
        let read = try read(
            """
            [domains.sales.detectors]
            held = false
            failure-share = 0.5
            [domains."night shift".detectors]
            failure-attempts = 3
            [detectors]
            ringing = "45s"
            failure-attempts = 20
            """)
        let sales = read.detectors.of(domain: "sales")
        #expect(sales[.ringing] == 45_000)
        #expect(sales[.held] == nil)
        #expect(sales.failureShare == 0.5)
        #expect(sales.failureAttempts == 20)
        #expect(read.detectors.of(domain: "night shift").failureAttempts == 3)
        #expect(read.detectors.of(domain: "other")[.held] == 120_000)
    }

    @Test func keysReplaceTheUsualOnes() throws {
        let read = try read(
            "[keys]\nmark = [\"x\", \"F12\", \"^t\", \"Ctrl-V\", \"pageup\"]\npageUp = [\"ö\"]\nfollow = []")
        #expect(
            read.keys == [
                .mark: [.character("x"), .function(12), .control("t"), .control("v"), .pageUp],
                .pageUp: [.character("ö")], .follow: [],
            ])
        let table = read.keyTable
        #expect(table.entry(for: .character("x"), in: .pane)?.command == .mark)
        #expect(table.entry(for: .character(" "), in: .pane) == nil)
        #expect(table.entry(for: .pageUp, in: .pane)?.command == .mark)
        #expect(table.entry(of: .follow)?.keys == [])
        #expect(table.entry(for: .character("q"), in: .pane)?.command == .quit)
    }

    @Test func keysCanBeExchanged() throws {
        let read = try read("[keys]\nup = [\"j\"]\ndown = [\"k\"]")
        #expect(read.keyTable.entry(for: .character("k"), in: .pane)?.command == .down)
    }

    @Test func everyKeyReadsBackFromItsName() throws {
        let characters = (0x21...0x17F).compactMap(Unicode.Scalar.init).compactMap { Key($0) }.filter {
            if case .character(let character) = $0 {
                DisplayText(sanitizing: String(character)).string == String(character)
            } else {
                false
            }
        }
        let named: [Key] = [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .pageUp,
            .pageDown,
            .home, .end, .function(1), .function(12), .control("a"), .control("z"), .character(" "),
        ]
        for key in characters + named { #expect(try KeyText.key(key.name) == key) }
    }

    @Test(arguments: Pane.allCases) func columnsAndOrders(_ pane: Pane) throws {
        let ids = ColumnTable.columns(of: pane).map(\.id)
        let last = try #require(ids.last)
        let read = try read("columns.\(pane.rawValue) = [\"\(last)\", \"\(ids[0])\"]")
        #expect(read.columns == [pane: [last, ids[0]]])
        guard ColumnTable.usualSort(of: pane) != nil else { return }
        for (text, descending) in [(last, false), ("-" + last, true)] {
            let expected = Query.Sort(last, descending: descending)
            let sorts = try self.read("sort.\(pane.rawValue) = \"\(text)\"").sorts
            #expect(sorts == (expected == ColumnTable.usualSort(of: pane) ? [:] : [pane: expected]))
        }
    }

    @Test(arguments: Limits.table.map(\.name)) func limitsAreSetInsteadOfTheUsualOnes(_ name: String) throws {
        let row = try #require(Limits.row(name))
        let other = Limits()[keyPath: row.path] + 1
        let limits = try read("[limits]\n\(name) = \(other)").limits
        #expect(limits[keyPath: row.path] == other)
        for unset in Limits.table where unset.name != name {
            #expect(limits[keyPath: unset.path] == Limits()[keyPath: unset.path], "\(unset.name) is as usual")
        }
        let below = complaints("[limits]\n\(name) = \(row.range.lowerBound - 1)")
        #expect(below.count == 1)
        #expect(below.first?.contains(name) == true, "which limit it is")
    }

    @Test(arguments: [("live", "500k", 500_000), ("live", "2M", 2_000_000), ("log", "64MiB", 64 << 20)])
    func limitsAreWrittenAsPeopleDo(_ name: String, _ text: String, _ amount: Int) throws {
        let read = try read("limits.\(name) = \"\(text)\"")
        #expect(read.limits[keyPath: try #require(Limits.row(name)).path] == amount)
        #expect(try self.read(read.reference) == read, "as it is printed it is read")
    }

    @Test(arguments: ["true", "1.5", "\"many\"", "[1]", "99999999999999999999"])
    func limitsAreWholeAmounts(_ value: String) {
        #expect(complaints("limits.live = \(value)").count == 1)
    }

    @Test func ownThemesLieOverTheirBase() throws {
        let read = try read(
            """
            theme = "mine"
            [themes.mine]
            base = "high-contrast"
            ringing = { foreground = "yellow", background = "terminal", bold = true }
            failed = { bold = false, reverse = true }
            [themes.other.held]
            foreground = "cyan"
            """)
        let mine = try #require(read.themes.first { $0.name == read.theme })
        #expect(mine.base == "high-contrast")
        let ringing = mine.look(of: .ringing, on: Theme.highContrast.look(of: Style(.ringing)))
        #expect(ringing == Look(.yellow, on: .terminal, .bold))
        let failed = mine.look(of: .failed, on: Theme.highContrast.look(of: Style(.failed)))
        #expect(failed == Look(.brightRed, on: .black, .reverse))
        #expect(mine.look(of: .held, on: Look(.green)) == Look(.green))
        #expect(read.themes.map(\.name) == ["mine", "other"])
        #expect(read.themes[1].base == "dark")
    }

    @Test(arguments: Section.colors.map(\.name), ["foreground", "background"])
    func everyColour(_ color: String, _ side: String) throws {
        #expect(try read("themes.mine.plain.\(side) = \"\(color)\"").themes.count == 1)
    }

    @Test func coloursAreAllNamed() {
        #expect(Set(Section.colors.map(\.color)) == Set(TerminalColor.allCases))
    }

    /// The example of each setting is valid, because error messages recommend it.
    @Test func everyExampleIsAccepted() throws {
        for setting in Setting.table {
            let path = setting.path.map { if case .key(let name) = $0 { name } else { "x" } }
            #expect(
                complaints("\(path.joined(separator: ".")) = \(setting.example)").filter { !$0.contains("is a key of") }
                    == [])
        }
    }
}
