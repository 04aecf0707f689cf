import CCSView
import Testing

@testable import CCSConfiguration

struct FaultTests {
    @Test(arguments: faults) func isSaidWithItsPlaceAndWhatToDo(_ text: String, _ message: String) {
        #expect(complaints(text) == ["c.toml:" + message])
    }

    @Test func allFaultsComeAtOnceByLine() {
        let text = """
            theme = "drak"
            [keys]
            mark = ["k"]
            quitt = []
            [detectors]
            ringing = 30
            rining = "30s"
            """
        #expect(
            complaints(text) == [
                "c.toml:1: theme: no such theme: 'drak'; did you mean 'dark'?",
                "c.toml:3: keys.mark: 'k' is a key of 'up' too; give one of them another",
                "c.toml:4: keys.quitt: no such command; did you mean 'quit'?",
                "c.toml:6: detectors.ringing: must be a duration with a unit, as in \"30s\", or false to switch it off",
                "c.toml:7: detectors.rining: no such detector; did you mean 'ringing'?",
            ])
    }

    @Test func keysCollideOnlyWhereBothWork() throws {
        // Down works in lists, and "older" works while typing, so they do not collide.
        #expect(complaints("keys.older = [\"Down\", \"F7\"]\nkeys.newer = [\"Up\"]") == [])
        #expect(
            complaints("keys.older = [\"Esc\"]") == [
                "c.toml:1: keys.older: 'Esc' is a key of 'cancel' too; give one of them another"
            ])
    }

    private static let panes = Pane.allCases.map(\.rawValue).joined(separator: ", ")
    private static let sorted = Pane.allCases.filter { ColumnTable.usualSort(of: $0) != nil }.map(\.rawValue)
        .joined(separator: ", ")
    private static let callColumns = ColumnTable.columns(of: .calls).map(\.id).joined(separator: ", ")

    static let faults: [(String, String)] = [
        // Unknown keys.
        ("thme = \"dark\"", "1: thme: no such setting; did you mean 'theme'?"),
        ("feed_domian = \"x\"", "1: feed_domian: no such setting; did you mean 'feed-domain'?"),
        (
            "\n\nreveal = \"keys\"",
            "3: reveal: this file cannot reveal secrets; use --reveal each time"
        ),
        (
            "token = \"x\"",
            "1: token: a token must not be in this file; set token-file to the file that holds it"
        ),
        ("ringing = \"30s\"", "1: ringing: no such setting; did you mean 'phases.ringing' or 'detectors.ringing'?"),
        ("lag = \"30s\"", "1: lag: no such setting; did you mean 'detectors.lag'?"),
        (
            "[detectors]\nascii = true",
            "2: detectors.ascii: no such detector; 'ascii' belongs at the top, before the first [section]"
        ),
        (
            "[detector]\nringing = \"1s\"",
            "1: detector: no such setting; did you mean 'detectors'?"
        ),
        ("[detectors]\n\n  rining = \"30s\"", "3: detectors.rining: no such detector; did you mean 'ringing'?"),
        ("[keys]\nqiut = [\"x\"]", "2: keys.qiut: no such command; did you mean 'quit'?"),
        ("keys.xyzzy = [\"x\"]", "1: keys.xyzzy: no such command; ccs-top --list-keys lists them"),
        (
            "[phases]\nzz = []",
            "2: phases.zz: no such phase; there are other, ringing, queue, ivr, talking, held, parked, voicemail, ending"
        ),
        ("[map]\nsate = [\"x\"]", "2: map.sate: no such field; did you mean 'state'?"),
        ("[columns]\ncals = [\"age\"]", "2: columns.cals: no such pane; did you mean 'calls'?"),
        ("columns.qqqqqq = [\"age\"]", "1: columns.qqqqqq: no such pane; there are \(panes)"),
        ("sort.log = \"time\"", "1: sort.log: no such pane that can be sorted; there are \(sorted)"),
        ("sort.zzzzzzz = \"age\"", "1: sort.zzzzzzz: no such pane that can be sorted; there are \(sorted)"),
        ("[domains.sales]\ndetector.x = 1", "2: domains.sales.detector: no such setting; did you mean 'detectors'?"),
        (
            "[domains.\"a b\".detectors]\nrining = \"1s\"",
            "2: domains.\"a b\".detectors.rining: no such detector; did you mean 'ringing'?"
        ),
        ("[themes.mine]\nringin = { bold = true }", "2: themes.mine.ringin: no such role; did you mean 'ringing'?"),
        (
            "[themes.mine]\nringing = { colour = \"red\" }",
            "2: themes.mine.ringing.colour: no such attribute; there are foreground, background, bold, dim, underline, reverse"
        ),
        // Wrong types.
        ("domain = 7", "1: domain: must be a text, as in \"sales\", not a whole number"),
        ("ascii = \"yes\"", "1: ascii: must be true or false, as in true, not a text"),
        ("mouse = 1", "1: mouse: must be true or false, as in true, not a whole number"),
        ("delay = \"1s\"", "1: delay: must be a number, as in 0.5, not a text"),
        ("theme = 07:32:00", "1: theme: must be a text, as in \"dark\", not a date or a time"),
        ("[theme]\nname = \"dark\"", "1: theme: must be a text, as in \"dark\", not a table"),
        ("pane = 1.5", "1: pane: must be a text, as in \"calls\", not a number"),
        ("keys = true", "1: keys: must be a table, as in [keys], not true or false"),
        ("domains.sales = \"x\"", "1: domains.sales: must be a table, as in [domains.NAME], not a text"),
        ("[[detectors]]\nringing = \"1s\"", "1: detectors: must be a table, as in [detectors], not a list"),
        (
            "themes.mine.ringing = \"red\"",
            "1: themes.mine.ringing: must be a table, as in { foreground = \"yellow\" }, not a text"
        ),
        ("map.state = \"status\"", "1: map.state: must be a list of texts, as in [\"myName\"], not a text"),
        ("map.state = [1]", "1: map.state: must be a list of texts, as in [\"myName\"]; item 1 is a whole number"),
        ("keys.mark = \"x\"", "1: keys.mark: must be a list of texts, as in [\"F5\", \"^T\"], not a text"),
        ("[detectors]\nheld = []", "2: detectors.held: must be a duration or false, as in \"2m\", not a list"),
        (
            "detectors.failure-attempts = 1.5",
            "1: detectors.failure-attempts: must be a whole number, as in 10, not a number"
        ),
        // Wrong values.
        ("domain = \"\"", "1: domain: is empty; write \"sales\", or leave it out"),
        ("theme = \"drak\"", "1: theme: no such theme: 'drak'; did you mean 'dark'?"),
        ("theme = \"mien\"\n[themes.mine]", "1: theme: no such theme: 'mien'; did you mean 'mine'?"),
        ("pane = \"call\"", "1: pane: no such pane: 'call'; did you mean 'calls'?"),
        ("mask = \"all\"", "1: mask: no such mask: 'all'; there are none, numbers"),
        ("delay = 0", "1: delay: must be a number from 0.1 to 60, as in 0.5"),
        ("delay = nan", "1: delay: must be a number from 0.1 to 60, as in 0.5"),
        (
            "connect = \"feed:9000\"",
            "1: connect: \"feed:9000\" has no scheme: write tcp://HOST:PORT, tls://HOST:PORT or wss://HOST/ws/token/v1"
        ),
        (
            "map.state = [\"a..b\"]",
            "1: map.state: 'a..b' is no name of a member: up to 128 bytes, and a dot only between two names"
        ),
        ("map.state = [\"a,b\"]", "1: map.state: 'a,b' is not a name: a name has no comma"),
        ("map.state = [\"a\", \"a\"]", "1: map.state: 'a' is in the list twice; remove one"),
        ("phases.held = [\"\"]", "1: phases.held: item 1 is empty; remove it"),
        (
            "[phases]\nheld = [\"Up\"]\nringing = [\"up\"]",
            "2: phases.held: 'Up' is also under 'ringing'; a state has one phase"
        ),
        (
            "detectors.ringing = \"30 s\"",
            "1: detectors.ringing: '30 s' is not a duration; write a number with ms, s, m, h or d, as in \"30s\", or false"
        ),
        (
            "detectors.ringing = \"-1s\"",
            "1: detectors.ringing: '-1s' is not a duration; write a number with ms, s, m, h or d, as in \"30s\", or false"
        ),
        (
            "detectors.ringing = \"721h\"",
            "1: detectors.ringing: must be a duration from 0s to 30d, as in \"30s\", or false"
        ),
        (
            "detectors.ringing = 30",
            "1: detectors.ringing: must be a duration with a unit, as in \"30s\", or false to switch it off"
        ),
        (
            "detectors.loop = true",
            "1: detectors.loop: must be a duration, as in \"0s\", or false to switch it off"
        ),
        (
            "detectors.failing = \"1h\"",
            "1: detectors.failing: must be a duration from 10s to 15m, as in \"1m\", or false"
        ),
        ("detectors.failure-share = 20", "1: detectors.failure-share: must be a number from 0 to 1, as in 0.2"),
        (
            "detectors.failure-attempts = 0",
            "1: detectors.failure-attempts: must be a whole number from 1 to 1000000, as in 10"
        ),
        ("domains.\"\".detectors.held = false", "1: domains.\"\": needs a name of 1 to 512 bytes"),
        ("columns.calls = []", "1: columns.calls: needs at least one column, as in [\"age\", \"state\"]"),
        ("columns.domains = [\"lag\"]", "1: columns.domains: no such column: 'lag'; did you mean 'ago'?"),
        ("sort.domains = \"-lag\"", "1: sort.domains: no such column: 'lag'; did you mean 'ago'?"),
        ("columns.calls = [\"ages\"]", "1: columns.calls: no such column: 'ages'; did you mean 'age'?"),
        ("sort.calls = \"-stat\"", "1: sort.calls: no such column: 'stat'; did you mean 'state'?"),
        ("sort.calls = \"--age\"", "1: sort.calls: no such column: '-age'; did you mean 'age'?"),
        ("sort.calls = \"zzzzzz\"", "1: sort.calls: no such column: 'zzzzzz'; there are \(callColumns)"),
        (
            "[themes.dark]\nbase = \"light\"",
            "1: themes.dark: 'dark' is a theme of ccs-top and cannot be changed; choose another name, with base = \"dark\""
        ),
        (
            "themes.mine.base = \"drak\"",
            "1: themes.mine.base: no such base theme: 'drak'; did you mean 'dark'?"
        ),
        (
            "themes.a.plain.foreground = \"bright-red\"",
            "1: themes.a.plain.foreground: no such colour: 'bright-red'; did you mean 'brightRed'?"
        ),
        ("themes.a.plain.bold = 1", "1: themes.a.plain.bold: must be true or false, as in true, not a whole number"),
        // Keys.
        ("keys.mark = [\"F13\"]", "1: keys.mark: 'F13' is no key; did you mean 'F1'?"),
        (
            "keys.mark = [\"xx\"]",
            "1: keys.mark: 'xx' is no key; write a character, \"^D\", \"F5\", \"Enter\", \"PgUp\""
        ),
        ("keys.mark = [\"x\", \"x\"]", "1: keys.mark: 'x' is in the list twice; remove one"),
        ("keys.mark = [\"^I\", \"Tab\"]", "1: keys.mark: 'Tab' is in the list twice; remove one"),
        ("keys.quit = []", "1: keys.quit: needs a key, or you could not leave"),
        ("keys.older = [\"x\"]", "1: keys.older: 'x' is text while typing; give it a control or a function key"),
        ("keys.face = [\"F7\", \"F11\", \"F12\", \"x\", \"v\", \"z\", \"0\", \"9\", \"8\", \"7\"]", faceFault),
        ("keys.mark = [\"k\"]", "1: keys.mark: 'k' is a key of 'up' too; give one of them another"),
        (
            "[keys]\nmark = [\"x\"]\n\nfollow = [\"x\"]",
            "4: keys.follow: 'x' is a key of 'mark' too; give one of them another"
        ),
        // No TOML.
        ("theme = 2020-01-01", "1: no setting takes a date; a text needs quotes"),
        ("[keys]\nmark = [\"x\", }]", "2: this is not TOML: expected a value"),
        ("ascii = true\n[ =]", "2: this is not TOML: expected a name after ["),
        ("ascii = true\ntheme = ", "2: this is not TOML: Error while parsing key-value pair: encountered end-of-file"),
        (
            "[detectors]\nringing \"30s\"",
            "2: this is not TOML: Error while parsing key-value pair: expected '=', saw '\"'"
        ),
        (
            "[detectors\nringing = \"30s\"",
            "1: this is not TOML: Error while parsing table header: expected ']', saw '\\n'"
        ),
        (
            "keys.mark = [\"x\"\ntheme = \"dark\"",
            "2: this is not TOML: Error while parsing array: expected comma or closing ']', saw 't'"
        ),
        (
            "theme = \"dark\"\"",
            "1: this is not TOML: Error while parsing key-value pair: expected a comment or whitespace, saw '\"'"
        ),
        (
            "theme = \"dark\nascii = true",
            "1: this is not TOML: Error while parsing string: unescaped control characters other than TAB (U+0009) are explicitly prohibited"
        ),
        (
            "theme = \"a\"\ntheme = \"b\"",
            "2: this is not TOML: Error while parsing key-value pair: cannot redefine existing string 'theme'"
        ),
        (
            "delay = 1__0",
            "1: this is not TOML: Error while parsing decimal integer: underscores may only follow digits"
        ),
        (
            "theme = dark",
            "1: this is not TOML: Error while parsing value: could not determine value type; a text needs quotes"
        ),
        ("a = 1\nb = \"\\u0000\"", "2: this line has a NUL character; remove it"),
        ("a = 1\n\u{0}", "2: this line has a NUL character; remove it"),
        (
            "\n# " + String(repeating: "x", count: 4095),
            "2: this line is longer than 4096 bytes; write a list on several lines"
        ),
    ]

    private static let faceFault: String = {
        let count = KeyTable.standard.entry(of: .face)?.keys.count ?? 0
        return "1: keys.face: takes at most \(count) keys, in the order of the numbers"
    }()
}
