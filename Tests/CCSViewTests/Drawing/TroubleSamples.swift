import CCSEvents
import CCSState
import CCSView

/// Pages of the panes about problems.
extension Sample {
    static var recording: Page {
        var page = page(.pane(.recording))
        page.header.anomalies = (3, 3, 0)
        page.columns = [
            column("state", 8...10, 0), column("since", 8...9, 0, right: true), column("talk", 8...9, 2, right: true),
            column("from", 8...16, 1), column("to", 5...16, 1), column("file", 8...40, 5, middle: true),
            column("id", 9...36, 4, middle: true),
        ]
        page.sort = Query.Sort("state")
        let states: [(DisplayText, Role, Detector.Severity?)] = [
            ("missing", .failed, .high), ("lost", .failed, .high), ("finishing", .ending, nil),
            ("running", .recording, nil), ("running", .recording, nil),
        ]
        for (serial, state) in states.enumerated() {
            var row = Row(id: .object(key(.connection, UInt32(serial))))
            row.cells = texts([
                (state.0, state.1), ("01:1\(serial)", .plain), ("01:0\(serial)", .plain),
                ("+7495123456\(serial)", .plain),
                ("1207", .plain), (serial == 2 ? "/rec/2024/11/23/c-0002.wav" : "–", serial == 2 ? .plain : .missing),
                ("c-000\(serial)", .plain),
            ])
            row.severity = state.2
            row.anomalies = state.2 == nil ? [] : [40 + serial]
            row.number = "+7495123456\(serial)"
            row.seance = key(.seance, UInt32(serial))
            row.copyText = "c-000\(serial)"
            page.rows.append(row)
        }
        return listed(page, selected: 3)
    }

    static var anomalies: Page {
        var page = page(.pane(.anomalies))
        page.header.anomalies = (7, 2, 0)
        page.columns = [
            column("first", 8...8, 1), column("for", 6...8, 0, right: true), column("what", 10...26, 0),
            column("count", 5...6, 4, right: true), column("subject", 10...36, 2, middle: true),
            column("why", 10...60, 3),
        ]
        page.sort = Query.Sort("first", descending: true)
        let all: [(DisplayText, Detector.Severity, Bool, DisplayText)] = [
            ("too many failures", .high, false, "41 of 97 attempts in 1 min failed, to +74957650001"),
            ("talks unrecorded", .high, false, "talks for 58 s without connection_start_record"),
            ("rings too long", .medium, true, "ringing for 44 s, the limit is 30 s"),
            ("held too long", .medium, true, "on hold for 3m10s, the limit is 2m"),
            ("number loop", .medium, true, "came back to 1012"),
            ("connection without calls", .low, true, "no call in it for 14 s"),
            ("no event for long", .low, true, "nothing was heard of it for 1h02m"),
        ]
        for (serial, anomaly) in all.enumerated() {
            var row = Row(id: .fact("anomaly \(serial)"))
            row.cells = texts([
                ("14:02:1\(9 - serial)", .plain), ("1m0\(serial)s", .plain),
                (anomaly.0, anomaly.1 == .high ? .failed : .plain), ("\(serial + 1)", .plain),
                ("3694473f-2d4b-4f9a-9b1e-00000001000\(serial)", .plain), (anomaly.3, .plain),
            ])
            row.severity = anomaly.1
            row.isAcknowledged = anomaly.2
            row.anomalies = [100 + serial]
            row.seance = serial == 0 ? nil : key(.seance, UInt32(serial))
            if serial == 0 { row.target = (.numbers, "\"+74957650001\"") }
            row.copyText = "3694473f-2d4b-4f9a-9b1e-00000001000\(serial)"
            page.rows.append(row)
        }
        return listed(page, selected: 1)
    }

    static var changes: Page {
        var page = page(.pane(.changes))
        page.header.anomalies = (2, 1, 0)
        page.notice = "Last minute: 2 began, 1 ended"
        page.columns = [
            column("time", 12...12, 1), column("ago", 8...9, 5, right: true), column("change", 6...6, 0),
            column("what", 15...24, 0), column("lasted", 8...9, 3, right: true), column("subject", 10...24, 2),
            column("who", 8...34, 2), column("peak", 5...11, 4, right: true),
        ]
        page.sort = Query.Sort("time", descending: true)
        let all: [(DisplayText, DisplayText, Role, DisplayText, DisplayText, DisplayText)] = [
            ("14:03:20.000", "began", .failed, "too many failures", "number 1207", "14/30"),
            ("14:03:02.120", "ended", .plain, "rings too long", "call 3694…0002", "–"),
            ("14:02:40.500", "began", .warning, "rings too long", "call 3694…0002", "–"),
            ("14:01:10.000", "ended", .plain, "feed gap", "feed", "–"),
            ("14:00:58.000", "began", .notice, "feed gap", "feed", "–"),
            ("14:00:11.000", "left", .plain, "held too long", "call 3694…0001", "–"),
            ("13:58:00.000", "began", .notice, "limit reached", "failures", "–"),
        ]
        for (serial, change) in all.enumerated() {
            var row = Row(id: .fact("change \(serial)"))
            row.cells = texts([
                (change.0, .plain), ("00:00:0\(serial)", .plain), (change.1, change.2), (change.3, .plain),
                ("00:01:1\(serial)", .plain), (change.4, .plain), ("1207", .plain),
                (change.5, change.5 == "–" ? .missing : .plain),
            ])
            if serial == 0 { (row.severity, row.anomalies) = (.high, [1]) }
            row.copyText = "1207"
            page.rows.append(row)
        }
        return listed(page)
    }

    static var numbers: Page {
        var page = page(.pane(.numbers))
        page.header.anomalies = (1, 1, 0)
        page.columns = [
            column("number", 8...20, 0), column("name", 8...20, 5), column("live", 4...6, 1, right: true),
            column("attempts", 8...8, 1, right: true), column("failed", 6...7, 1, right: true),
            column("share", 5...6, 2, right: true), column("trend", 8...8, 4), column("talk", 7...9, 3, right: true),
            column("acd", 5...7, 6, right: true),
        ]
        page.sort = Query.Sort("share", descending: true)
        for (serial, share) in [42, 12, 0, 0].enumerated() {
            let number = "+7495765000\(serial)"
            var row = Row(id: .fact(number))
            row.cells = texts([
                (DisplayText(sanitizing: number), .plain),
                (serial == 1 ? "Анна Орлова" : "–", serial == 1 ? .plain : .missing),
                ("\(4 - serial)", .plain), ("\(97 - serial * 20)", .plain), ("\(share)", share > 20 ? .failed : .plain),
                (serial == 3 ? "–" : "\(share) %", serial == 3 ? .missing : share > 20 ? .failed : .plain),
                (serial == 0 ? "▁▁▂▃▅▇▇█" : "▁▁▁▁▂▁▁▁", .plain), ("1h0\(serial)m", .plain), ("2m1\(serial)s", .plain),
            ])
            row.severity = share > 20 ? .high : nil
            row.anomalies = share > 20 ? [7] : []
            row.number = number
            row.target = (.seances, "\"\(number)\"")
            row.copyText = number
            page.rows.append(row)
        }
        return listed(page)
    }

    /// A tree that explains why a call is on hold.
    static var explained: Page {
        var page = tree
        page.selectedIndex = 5
        page.query.explains = true
        page.explanation = texts([
            ("state   hold, since 14:02:58.120, for 24 s", .value),
            ("set by  call_set_state at 14:02:58.120, event 5,118,002, applied", .plain),
            ("before  talk, for 34 s", .plain),
            (
                #"{"class":"ccsevents","type":"call_set_state","domain":"sales","eventts":1732320178120,"#
                    + #""data":{"id":"b0f2","state":"hold"}}"#, .plain
            ),
        ])
        return page
    }
}
