import CCSEvents
import CCSView

@testable import CCSState

/// Realistic pages, written by hand, so that drawing is tested independently of making pages.
enum Sample {
    static let now: Int64 = 1_732_320_202_000

    static func key(_ kind: EventType.Subject, _ serial: UInt32) -> ObjectKey {
        ObjectKey(kind: kind, serial: serial, slot: serial)
    }

    static var header: Header {
        var header = Header(source: "tcp://feed:9000", feed: .live(age: 240))
        header.domain = "sales"
        header.now = now
        header.lag = 80
        header.eventRates = (412, 388.4, 350)
        header.heard = 900
        header.eventSeries = [210, 300, 420, 390, 510, 480, 450, 412]
        header.live = (212, 180, 431)
        header.peaks = (240, 201, 480)
        header.callsByPhase = [.ringing: 44, .talking: 352, .held: 12, .ending: 23]
        header.newSeancesPerSecond = 4.1
        header.failures = (3, 97)
        header.seancePeaks = (9, 14)
        header.measures.answerSeizureRatio = (0.621, 97)
        header.measures.postDialDelay = (1800, 4200, 88)
        header.measures.averageDuration = (130_000, 60)
        header.measures.forksLost = 4
        header.failureSeries = [0, 0, 1, 0, 0, 2, 1, 0]
        header.recording = 168
        header.lines = (5_120_331, 7)
        header.domains = 3
        return header
    }

    static func column(
        _ id: String, _ width: ClosedRange<Int>, _ priority: Int, right: Bool = false, middle: Bool = false
    ) -> ColumnInfo {
        ColumnInfo(
            id: id, title: id.uppercased(), help: "What it says of \(id)", width: width, priority: priority,
            alignsRight: right, cutsMiddle: middle, sortsDescending: right)
    }

    static func page(_ view: Query.View, domain: String? = "sales") -> Page {
        var header = header
        if domain == nil { header.domain = nil }
        return Page(query: Query(domain: domain, view: view, lines: 18), header: header)
    }

    static func texts(_ cells: [(DisplayText, Role)]) -> [StyledText] { cells.map { StyledText($0.0, $0.1) } }

    /// Sets the counts of a list from its rows.
    static func listed(_ page: Page, selected: Int = 0) -> Page {
        var page = page
        page.rowCount = page.rows.count
        page.selectedIndex = page.rows.isEmpty ? nil : selected
        return page
    }

    // MARK: Lists

    static var domains: Page {
        var page = page(.pane(.domains), domain: nil)
        page.columns = [
            column("domain", 8...30, 0), column("ev/s", 5...8, 2, right: true),
            column("seances", 7...9, 1, right: true),
            column("conn", 4...9, 4, right: true), column("calls", 5...9, 3, right: true),
            column("fail 1m", 7...11, 2, right: true), column("rec", 4...7, 5, right: true),
            column("last event", 12...12, 6), column("behind", 8...9, 7, right: true),
        ]
        page.sort = Query.Sort("domain")
        for (name, rate, seances, failures) in [
            ("billing", "88", 40, 0), ("sales", "412", 212, 3), ("support", "1,031", 604, 41), ("東京支店", "0", 0, 0),
        ] {
            var row = Row(id: .domain(name))
            row.cells = texts([
                ("\(name)", .plain), ("\(rate)", .plain), ("\(seances)", .plain), ("\(seances * 9 / 10)", .plain),
                ("\(seances * 2)", .plain), ("\(failures)/\(seances)", failures > 0 ? .failed : .plain),
                ("\(seances / 2)", seances > 0 ? .recording : .plain), ("14:03:21.760", .plain), ("0.2s", .plain),
            ])
            row.domain = name
            row.copyText = name
            page.rows.append(row)
        }
        return listed(page, selected: 1)
    }

    static var seanceColumns: [ColumnInfo] {
        [
            column("age", 8...9, 0, right: true), column("state", 7...12, 0), column("from", 8...16, 2),
            column("to", 5...16, 2), column("numbers", 8...30, 5), column("conn", 4...4, 4, right: true),
            column("calls", 5...5, 4, right: true), column("rec", 3...3, 3), column("dtmf", 4...5, 7, right: true),
            column("last", 10...24, 8), column("id", 9...36, 6, middle: true),
        ]
    }

    static func seance(
        _ serial: UInt32, _ age: DisplayText, _ state: DisplayText, _ role: Role, from: DisplayText, to: DisplayText
    ) -> Row {
        var row = Row(id: .object(key(.seance, serial)))
        row.branch = "▸ "
        row.isOpen = false
        row.seance = key(.seance, serial)
        row.copyText = "3694473f-2d4b-4f9a-9b1e-0000000\(10_000 + serial)"
        row.cells = texts([
            (age, .plain), (state, role), (from, .plain), (to, .plain), ("1012 → 1207", .plain), ("1", .plain),
            ("2", .plain), ("●", .recording), ("4", .plain), ("connection_link_call", .plain),
            (DisplayText(sanitizing: row.copyText), .plain),
        ])
        return row
    }

    static var seances: Page {
        var page = page(.pane(.seances))
        page.columns = seanceColumns
        page.sort = Query.Sort("age", descending: true)
        var first = seance(1, "01:12", "dialog", .talking, from: "+74951234567", to: "745")
        first.branch = "▾ "
        first.isOpen = true
        page.rows.append(first)
        var connection = Row(id: .object(key(.connection, 2)))
        connection.branch = "  └▾ "
        connection.isOpen = true
        connection.seance = key(.seance, 1)
        connection.copyText = "c-0002"
        connection.line = texts([
            ("00:58 ", .plain), ("dialog ", .talking), ("+74951234567 → 1207 ", .plain),
            ("● recording 00:55", .recording),
        ])
        page.rows.append(connection)
        for (serial, last) in [(3, false), (4, true)] as [(UInt32, Bool)] {
            var call = Row(id: .object(key(.call, serial)))
            call.branch = last ? "     └─ " : "     ├─ "
            call.seance = key(.seance, 1)
            call.copyText = "call-\(serial)"
            call.line = texts([
                (last ? "out " : "in  ", .plain), ("talk ", .talking),
                (last ? "00:58 1207 " : "01:10 +74951234567 ", .plain),
                (last ? "Support 2" : "Анна Орлова", .plain),
            ])
            page.rows.append(call)
        }
        page.rows.append(seance(5, "00:41", "ringing", .ringing, from: "+442079460000", to: "745"))
        var new = seance(6, "00:01", "incoming", .ringing, from: "田中さん", to: "800")
        new.bornAgo = 900
        page.rows.append(new)
        var ended = seance(7, "12:40", "final", .ending, from: "1003", to: "+74950000001")
        ended.hasEnded = true
        page.rows.append(ended)
        return listed(page, selected: 4)
    }

    static var calls: Page {
        var page = page(.pane(.calls))
        page.columns = [
            column("age", 8...9, 0, right: true), column("state", 7...12, 0), column("since", 8...9, 3, right: true),
            column("dir", 3...4, 3), column("number", 8...16, 2), column("name", 8...20, 5),
            column("dtmf", 4...5, 6, right: true), column("connection", 9...36, 8, middle: true),
            column("seance", 9...36, 8, middle: true), column("id", 9...36, 7, middle: true),
        ]
        page.sort = Query.Sort("number")
        let states: [(DisplayText, Role)] = [
            ("ringing", .ringing), ("talk", .talking), ("hold", .held), ("stopping", .ending),
        ]
        for serial in 0..<24 as Range<UInt32> {
            var row = Row(id: .object(key(.call, serial)))
            let (state, role) = states[Int(serial) % states.count]
            row.copyText = "b0f1\(1000 + serial)-55aa-4c1c-8000-00000000\(1000 + serial)"
            row.seance = serial % 5 == 4 ? nil : key(.seance, serial)
            row.cells = texts([
                ("\(serial / 6):\(10 + serial * 2)", .plain), (state, role), ("0:\(10 + serial)", .plain),
                (serial % 2 == 0 ? "in" : "out", .plain), ("+7495123\(4000 + serial)", .plain),
                (
                    serial % 3 == 0 ? "Анна Орлова" : serial % 3 == 1 ? "–" : "Support 2",
                    serial % 3 == 1 ? .missing : .plain
                ),
                ("\(serial % 4)", .plain), ("c-\(serial)", .plain),
                ("3694473f-2d4b-4f9a-9b1e-0000000\(10_000 + serial)", .plain),
                (DisplayText(sanitizing: row.copyText), .plain),
            ])
            row.changedAgo = serial == 2 ? 400 : 9000
            page.rows.append(row)
        }
        return listed(page, selected: 3)
    }

    static var failures: Page {
        var page = page(.pane(.failures))
        page.columns = [
            column("at", 12...12, 0), column("code", 4...5, 0), column("reason", 10...30, 1),
            column("number", 8...16, 2),
            column("seance", 9...36, 4, middle: true),
        ]
        page.sort = Query.Sort("at", descending: true)
        for (serial, cause) in [("486", "Busy Here"), ("480", "Temporarily Unavailable"), ("408", "Request Timeout")]
            .enumerated()
        {
            var row = Row(id: .sequence(100 - serial))
            row.cells = texts([
                ("14:03:0\(9 - serial).100", .plain), ("\(cause.0)", .failed), ("\(cause.1)", .failed),
                ("+7495765000\(serial)", .plain),
                ("3694473f-2d4b-4f9a-9b1e-00000001000\(serial)", .plain),
            ])
            row.seance = key(.seance, UInt32(serial))
            row.copyText = cause.0
            page.rows.append(row)
        }
        return listed(page)
    }

    static var log: Page {
        var page = page(.pane(.log))
        page.columns = [
            column("time", 12...12, 0), column("type", 12...26, 1), column("id", 9...36, 2, middle: true),
            column("change", 10...60, 3), column("verdict", 7...9, 4),
        ]
        for serial in 0..<18 {
            var row = Row(id: .sequence(serial))
            row.cells = texts([
                ("14:03:\(10 + serial / 2).\(100 + serial * 37)", .plain),
                (serial % 3 == 0 ? "connection_link_call" : "call_set_state", .plain),
                ("b0f1\(1000 + serial)-55aa-4c1c-8000-000000001000", .plain),
                (serial % 3 == 0 ? "→ c-7" : "ringing → talk", serial % 3 == 0 ? .plain : .talking),
                (serial % 7 == 6 ? "late" : "applied", serial % 7 == 6 ? .notice : .plain),
            ])
            row.seance = key(.seance, UInt32(serial))
            row.copyText = "event \(serial)"
            page.rows.append(row)
        }
        return listed(page, selected: 17)
    }

    static var feed: Page {
        var page = page(.pane(.feed))
        page.columns = [
            column("what", 12...30, 0), column("count", 5...12, 0, right: true), column("share", 5...8, 2, right: true),
            column("example", 10...200, 3),
        ]
        var heading = Row(id: .fact("lines"))
        heading.line = [StyledText("Lines", .label)]
        page.rows.append(heading)
        for (name, count, example) in [
            ("applied", "5,118,004", ""), ("late", "2,320", ""),
            ("malformed", "7", "{\"class\":\"ccsevents\",\"type\":"),
        ] {
            var row = Row(id: .fact(name))
            row.cells = texts([
                ("\(name)", .plain), ("\(count)", .plain), ("–", .missing), (DisplayText(sanitizing: example), .plain),
            ])
            page.rows.append(row)
        }
        return listed(page, selected: 1)
    }

    // MARK: One seance

    static let openSeance = key(.seance, 1)

    static var tree: Page {
        var page = page(.seance(openSeance, .tree))
        page.title = "3694473f-2d4b +74951234567 → 745"
        let lines: [(DisplayText, Bool?, [(DisplayText, Role)])] = [
            ("", true, [("seance 3694473f-2d4b ", .value), ("dialog ", .talking), ("01:12", .plain)]),
            ("│   ", nil, [("from     ", .label), ("+74951234567", .plain), ("  01:12", .missing)]),
            ("│   ", nil, [("numbers  ", .label), ("1012 → 1207", .plain)]),
            ("└▾ ", true, [("connection c-0002 ", .value), ("dialog ", .talking), ("● recording 00:55", .recording)]),
            ("    ├▸ ", false, [("call b0f1 in ", .value), ("talk ", .talking), ("+74951234567 Анна Орлова", .plain)]),
            ("    └▸ ", false, [("call b0f2 out ", .value), ("hold ", .held), ("1207 Support 2", .plain)]),
        ]
        for (place, line) in lines.enumerated() {
            var row = Row(id: .field(openSeance, "\(place)"))
            row.branch = line.0
            row.isOpen = line.1
            row.line = texts(line.2)
            row.copyText = "line \(place)"
            page.rows.append(row)
        }
        return listed(page, selected: 1)
    }

    static var events: Page {
        var page = page(.seance(openSeance, .events))
        page.title = "3694473f-2d4b +74951234567 → 745"
        page.columns = [
            column("time", 12...12, 0), column("delta", 7...9, 1, right: true), column("type", 12...26, 1),
            column("change", 10...60, 2), column("verdict", 7...9, 4),
        ]
        for (serial, type) in ["seance_create", "call_create", "call_attach_to_seance", "call_set_state"].enumerated() {
            var row = Row(id: .sequence(serial))
            row.branch = serial == 1 ? "▾ " : "▸ "
            row.isOpen = serial == 1
            row.cells = texts([
                ("14:02:10.00\(serial)", .plain), ("+\(serial)ms", .plain), ("\(type)", .plain),
                ("number 1012", .plain), ("applied", .plain),
            ])
            page.rows.append(row)
            if serial == 1 {
                var raw = Row(id: .fact("raw"))
                raw.branch = "  └─ "
                raw.line = [
                    StyledText(
                        DisplayText(
                            sanitizing:
                                #"{"class":"ccsevents","type":"call_create","domain":"sales","eventts":1732320130001,"#
                                + #""data":{"idcall":"b0f1","number":"1012"}}"#
                        ))
                ]
                page.rows.append(raw)
            }
        }
        return listed(page)
    }

    /// Rows of a plain list, named by their indexes.
    static func list(
        _ pane: Pane = .connections, count: Int = 100, first: Int = 0, lines: Int = 18, selected: Int? = nil
    ) -> Page {
        var page = page(.pane(pane))
        page.columns = [column("age", 8...9, 0, right: true), column("id", 9...36, 1, middle: true)]
        page.sort = pane == .log || pane == .feed ? nil : Query.Sort("age", descending: true)
        page.rowCount = count
        page.firstIndex = first
        page.selectedIndex = selected
        for place in first..<min(count, first + lines) {
            var row = Row(id: .object(key(.connection, UInt32(place))))
            row.cells = [StyledText("\(place)s"), StyledText("connection-\(place)")]
            row.seance = place % 2 == 0 ? key(.seance, UInt32(place)) : nil
            row.copyText = "connection-\(place)"
            page.rows.append(row)
        }
        return page
    }
}
