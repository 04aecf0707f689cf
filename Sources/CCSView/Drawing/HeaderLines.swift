import CCSEvents
import CCSState

/// What stands above the list: who, when, how the feed is, what lives, what fails.
struct HeaderLines {
    /// What is shown.
    let header: Header
    /// What is true now, where that is another because the screen is paused.
    let newest: Header
    let isPaused: Bool
    let isLost: Bool
    let glyphs: Glyphs

    init(_ header: Header, newest: Header?, isPaused: Bool, glyphs: Glyphs) {
        self.header = header
        self.newest = newest ?? header
        self.isPaused = isPaused
        self.glyphs = glyphs
        switch self.newest.feed {
        case .failed, .reconnecting: isLost = true
        default: isLost = false
        }
    }

    /// A line by its place.
    func line(_ place: Int, of count: Int, width: Int) -> [StyledText] {
        let separator = StyledText(" \(glyphs.middleDot) ", .frame)
        switch place {
        case 0:
            // A header of one line has the anomalies here. A third line has the lines and what is missing of them.
            let pieces =
                feedPieces(width: width) + (count < 3 ? warnings : [])
                + (count == 1 ? [anomalies].compactMap { $0 } : [])
            return HeaderPiece.fit(pieces, width: width, separator: separator)
        case 1: return HeaderPiece.fit(livePieces(isLast: count < 3), width: width, separator: separator)
        default: return HeaderPiece.fit(linePieces, width: width, separator: separator)
        }
    }

    // MARK: The feed

    /// How the feed is, in as few words as will do: of several, how many are live, and the worst of them.
    var state: StyledText {
        let worst = newest.feed.words
        guard let (live, all) = newest.sources, newest.feed != .ended || live > 0 else { return worst }
        let count = DisplayText("\(live)/\(all) ")
        return live == all
            ? StyledText(count + worst.text, worst.role) : StyledText(count + "LIVE, " + worst.text, .warning)
    }

    /// Why it is so, where that is known, and of several which it is.
    var reason: StyledText {
        guard let why = newest.feed.why else { return StyledText(.empty) }
        let source = newest.sources == nil ? DisplayText.empty : shortSource + " "
        return StyledText(": " + source + "\(why)", .warning)
    }

    private var shortSource: DisplayText {
        newest.source.truncatedInMiddle(to: 30, tail: 10, ellipsis: glyphs.ellipsis)
    }

    private var pause: StyledText {
        let events = Plain.difference(Int64(newest.events), Int64(header.events))
        let behind = Plain.difference(newest.now ?? 0, header.now ?? newest.now ?? 0) / 1000
        return StyledText(
            "PAUSED +\(Plain.number(Int(clamping: events))) events, \(Plain.number(Int(clamping: behind))) s behind",
            .notice)
    }

    private func feedPieces(width: Int) -> [HeaderPiece] {
        let name = header.domain ?? "all domains"
        var pieces = [HeaderPiece]()
        // Before all else: what is shown may come from anybody.
        if let alert = newest.alert { pieces.append(HeaderPiece((0, [StyledText(alert, .warning)]))) }
        let domain = StyledText(name.truncated(to: 24, ellipsis: glyphs.ellipsis), .value)
        pieces.append(HeaderPiece((2, [domain]), (4, [StyledText("ccs-top ", .label), domain])))
        if let now = header.now {
            let clock = StyledText("\(Plain.clock(now))", .value)
            let skew = header.skew.map { StyledText(" " + ($0 < 0 ? "" : "+") + "\(Plain.age($0))", .warning) }
            pieces.append(HeaderPiece((3, [clock]), (5, [clock] + (skew.map { [$0] } ?? []))))
        }
        if isPaused { pieces.append(HeaderPiece((0, [StyledText("PAUSED", .notice)]), (1, [pause]))) }
        let source = StyledText(shortSource + " ", .plain)
        if isLost {
            // Why the feed is lost matters more than all the rest of the line; what does not fit is cut.
            let alert = newest.alert.map { $0.width + 3 } ?? 0
            let room = max(0, width - alert - domain.text.width - 3 - state.text.width)
            let reason = reason.text.truncated(to: room, ellipsis: glyphs.ellipsis)
            pieces.append(HeaderPiece((1, [state]), (2, [state, StyledText(reason, .warning)])))
        } else if case .replay(let replay) = newest.feed {
            let place = StyledText(Self.place(replay), .plain)
            pieces.append(HeaderPiece((1, [state]), (3, [state, place]), (9, [source, state, place])))
        } else {
            pieces.append(HeaderPiece((1, [state]), (7, [source, state])))
        }
        if let storm { pieces.append(storm) }
        if newest.isBehind { pieces.append(HeaderPiece((2, [StyledText("BEHIND", .warning)]))) }
        if let gap { pieces.append(gap) }
        if let file { pieces.append(file) }
        guard !isLost || header.lines.read > 0 else { return pieces }
        let rates = header.eventRates
        let short = [StyledText("ev/s ", .label), StyledText("\(Plain.rate(rates.tenSeconds))", .value)]
        let longer = [("1m", rates.minute), ("5m", rates.fiveMinutes)].compactMap { name, rate in
            rate.map { "\(name) \(Plain.rate($0))" }
        }
        let long =
            longer.isEmpty
            ? short : short + [StyledText(DisplayText(sanitizing: " (\(longer.joined(separator: ", ")))"), .plain)]
        let chart = chart(header.eventSeries, .talking)
        pieces.append(HeaderPiece((5, short), (8, short + chart), (9, long + chart)))
        if let lag = header.lag {
            // A clock that is wrong makes events come early as well as late.
            let isLate = header.lateAfter.map { lag.magnitude >= $0.magnitude } ?? false
            let role: Role = isLate ? .warning : .value
            pieces.append(HeaderPiece((6, [StyledText("lag ", .label), StyledText("\(Plain.lag(lag))", role)])))
        }
        return pieces
    }

    private var storm: HeaderPiece? {
        newest.storm.map { storm in
            let short = StyledText("STORM", .warning)
            guard let times = storm.times else { return HeaderPiece((1, [short])) }
            let long = StyledText("STORM \(Plain.number(Int(min(times, 1e9))))x", .warning)
            return HeaderPiece((1, [short]), (3, [long]))
        }
    }

    /// What was missed, and how much of the picture nobody has confirmed since.
    private var gap: HeaderPiece? {
        guard let (since, length, unconfirmed) = header.gap else { return nil }
        let rest = unconfirmed > 0 ? " ?\(Plain.number(unconfirmed))" : ""
        let role: Role = unconfirmed > 0 ? .warning : .notice
        // A peer that left has no end of its gap.
        guard length > 0 else {
            return HeaderPiece(
                (4, [StyledText("peer gone\(rest)", role)]),
                (6, [StyledText("peer gone \(Plain.clock(since))\(rest)", role)]))
        }
        return HeaderPiece(
            (4, [StyledText("missed \(Plain.age(length))\(rest)", role)]),
            (6, [StyledText("missed \(Plain.clock(since)) +\(Plain.age(length))\(rest)", role)]))
    }

    /// A chart of buckets of 10 s, and how long all of them are.
    private func chart(_ values: [Int], _ role: Role) -> [StyledText] {
        guard !values.isEmpty else { return [] }
        return [
            StyledText(" " + glyphs.sparkline(values, width: min(8, values.count)), role),
            StyledText(" \(Plain.number(values.count * 10))s", .label),
        ]
    }

    // MARK: What lives

    private func livePieces(isLast: Bool) -> [HeaderPiece] {
        var pieces: [HeaderPiece] = []
        if let anomalies { pieces.append(anomalies) }
        if header.domain == nil {
            pieces.append(HeaderPiece((7, labelled("domains", header.domains))))
        }
        let (live, unconfirmed) = (header.live, header.unconfirmed)
        let seances = labelled("seances", live.seances) + doubtful(unconfirmed.seances)
        pieces.append(HeaderPiece((1, seances), (10, seances + peak(header.peaks.seances))))
        if let waits { pieces.append(waits) }
        if isLast, let joined, header.olderSeances > 0 { pieces.append(joined) }
        let connections = labelled("connections", live.connections) + doubtful(unconfirmed.connections)
        pieces.append(
            HeaderPiece(
                (6, labelled("conn", live.connections) + doubtful(unconfirmed.connections)), (11, connections),
                (12, connections + peak(header.peaks.connections))))
        let calls = labelled("calls", live.calls) + doubtful(unconfirmed.calls)
        let phases = phases(all: true)
        pieces.append(
            HeaderPiece(
                (2, calls), (4, calls + self.phases(all: false)), (8, calls + phases),
                (12, calls + peak(header.peaks.calls) + phases)))
        let failed: Role = header.failures.count > 0 ? .failed : .value
        let (count, all) = (Plain.number(header.failures.count), Plain.number(header.failures.of))
        let minute = DisplayText(sanitizing: Plain.window(60, heard: header.heardMinute) + " ")
        let failures = [StyledText("fail " + minute, .label), StyledText("\(count)/\(all)", failed)]
        let inWords = [
            StyledText("failed in " + minute, .label), StyledText("\(count)", failed),
            StyledText(" of \(all) attempts"),
        ]
        let chart = header.failureSeries.contains { $0 > 0 } ? chart(header.failureSeries, .failed) : []
        pieces.append(HeaderPiece((3, failures), (10, inWords), (11, inWords + chart)))
        if let heard { pieces.append(heard) }
        pieces.append(recordings)
        let rate = [
            StyledText("new/s ", .label), StyledText("\(Plain.rate(header.newSeancesPerSecond))", .value),
        ]
        var rates = HeaderPiece((7, rate))
        if let peaks = header.seancePeaks {
            let text = " (peak in 5m \(Plain.number(peaks.lately)), ever \(Plain.number(peaks.ever)))"
            rates.forms.append((13, rate + [StyledText(DisplayText(sanitizing: text), .plain)]))
        }
        pieces.append(rates)
        if isLast { pieces += measurePieces(rank: 9) }
        return pieces
    }

    /// The measures over 15 minutes, the ratio before all.
    private func measurePieces(rank: Int) -> [HeaderPiece] {
        let measures = header.measures
        let window = Plain.window(MeasureSummary.minutes * 60, heard: header.heard)
        let lost = DisplayText(sanitizing: Plain.number(measures.forksLost))
        let texts: [(DisplayText, DisplayText, rank: Int)] = [
            (DisplayText(sanitizing: "ASR \(window) "), MeasureText.ratio(measures.answerSeizureRatio, glyphs), rank),
            ("PDD ", MeasureText.delay(measures.postDialDelay, glyphs), rank + 3),
            ("ACD ", MeasureText.duration(measures.averageDuration, glyphs), rank + 4),
            ("answered elsewhere ", lost, rank + 5),
        ]
        return texts.map { name, text, rank in
            HeaderPiece((rank, [StyledText(name, .label), StyledText(text, .value)]))
        }
    }

    private func labelled(_ name: DisplayText, _ number: Int, _ role: Role = .value) -> [StyledText] {
        [StyledText(name + " ", .label), StyledText("\(Plain.number(number))", role)]
    }

    /// ` (+397 ?)`: the unconfirmed objects beside a count.
    private func doubtful(_ number: Int) -> [StyledText] {
        number > 0 ? [StyledText(" (+\(Plain.number(number)) ?)", .warning)] : []
    }

    /// Callers who wait, and for how long the one does who waits longest.
    private var waits: HeaderPiece? {
        guard header.waits.count + header.waits.unknown > 0 else { return nil }
        let count = labelled("wait", header.waits.count, .ringing) + doubtful(header.waits.unknown)
        guard let longest = header.waits.longest else { return HeaderPiece((2, count)) }
        // One of those of which it is not known may have waited for longer.
        let least = header.waits.unknown > 0 ? glyphs.atLeast : .empty
        let text = StyledText(", longest " + least + DisplayText(sanitizing: Plain.age(longest)), .ringing)
        return HeaderPiece((2, count), (6, count + [text]))
    }

    /// How much of the longest window was heard, until it is full.
    private var heard: HeaderPiece? {
        let seconds = MeasureSummary.minutes * 60
        guard let heard = header.heard, heard < seconds else { return nil }
        let window = Plain.window(seconds, heard: heard)
        let short = DisplayText(sanitizing: window.prefix { $0 != " " }.description)
        return HeaderPiece(
            (3, labelled("heard", short)), (9, labelled("heard", DisplayText(sanitizing: window))))
    }

    /// Since when the domain is heard, and how much of what lives began before.
    private var joined: HeaderPiece? {
        guard let joined = header.joined else { return nil }
        let short = labelled("joined", "\(Plain.clock(joined))")
        guard header.olderSeances > 0 else { return HeaderPiece((5, short)) }
        let older = ", \(Plain.number(header.olderSeances)) of \(Plain.number(header.live.seances)) from before"
        return HeaderPiece((4, short + [StyledText(DisplayText(sanitizing: older), .notice)]))
    }

    private func labelled(_ name: DisplayText, _ text: DisplayText) -> [StyledText] {
        [StyledText(name + " ", .label), StyledText(text, .value)]
    }

    private func peak(_ number: Int) -> [StyledText] {
        // Of all domains together there is none.
        number > 0 ? [StyledText(" (peak \(Plain.number(number)))", .plain)] : []
    }

    /// Calls by phase, with `all` those too that matter less.
    private func phases(all: Bool) -> [StyledText] {
        let names: [(Phase, DisplayText, Role)] = [
            (.ringing, "ring", .ringing), (.queue, "queue", .ringing), (.talking, "talk", .talking),
            (.held, "hold", .held), (.parked, "parked", .held), (.ivr, "ivr", .plain),
            (.voicemail, "voicemail", .plain),
            (.ending, "end", .ending), (.other, "other", .plain),
        ]
        var spans: [StyledText] = []
        for (phase, name, role) in names {
            let count = header.callsByPhase[phase] ?? 0
            // The three that matter are always in their place; the rest only where there is any.
            let matters = phase == .ringing || phase == .talking || phase == .held
            guard matters || all && count > 0 else { continue }
            spans.append(StyledText("\(spans.isEmpty ? ": " : " ")", .label))
            spans.append(StyledText("\(name) \(Plain.number(count))", count > 0 ? role : .missing))
            if phase == .other { spans += otherStates }
        }
        return spans
    }

    /// `: foo 24, bar 11`
    private var otherStates: [StyledText] {
        guard !header.otherStates.isEmpty else { return [] }
        let states = header.otherStates.map { "\($0.state) \(Plain.number($0.count))" }.joined(separator: ", ")
        return [StyledText(": " + DisplayText(sanitizing: states), .plain)]
    }

    /// What is wrong, and how much of it nobody has seen.
    private var anomalies: HeaderPiece? {
        let (active, unseen, unconfirmed) = header.anomalies
        guard active > 0 else { return nil }
        let number = StyledText(
            glyphs.warn + "\(Plain.number(active - unconfirmed))", unseen > 0 ? .warning : .ended)
        let short = [number] + doubtful(unconfirmed)
        let long = short + [StyledText(active == 1 ? " anomaly" : " anomalies", .label)]
        guard unseen > 0, unseen < active else { return HeaderPiece((1, short), (11, long)) }
        let new = StyledText(" (\(Plain.number(unseen)) new)", .value)
        return HeaderPiece((1, short), (9, short + [new]), (11, long + [new]))
    }

    /// Connections without a recording although people talk, and those that are recorded.
    private var recordings: HeaderPiece {
        let unrecorded = labelled("unrec", header.unrecorded, header.unrecorded > 0 ? .warning : .value)
        let recording = labelled("rec", header.recording, header.recording > 0 ? .recording : .value)
        return HeaderPiece((5, unrecorded), (6, unrecorded + [StyledText("  ")] + recording))
    }

    /// Lines that ccs-top could not read, and objects that it dropped.
    private var warnings: [HeaderPiece] {
        let evicted = header.evicted > 0 ? [HeaderPiece((4, labelled("evicted", header.evicted, .notice)))] : []
        return (header.lines.refused > 0 ? [refused(.notice)] : []) + evicted
    }

    /// Refused lines: those of the last minute, and all.
    private func refused(_ role: Role) -> HeaderPiece {
        let all = labelled("refused", header.lines.refused, role)
        guard header.refusedLately > 0 else { return HeaderPiece((4, all)) }
        let lately = StyledText(", \(Plain.number(header.refusedLately)) in 1m", .warning)
        return HeaderPiece((4, all), (5, all + [lately]))
    }

    private var linePieces: [HeaderPiece] {
        [
            HeaderPiece((2, labelled("lines", header.lines.read))),
            refused(header.lines.refused > 0 ? .warning : .value),
            HeaderPiece((1, labelled("evicted", header.evicted, header.evicted > 0 ? .warning : .value))),
        ]
            // Over the list of domains the line above says it.
            + (header.domain == nil ? [] : [HeaderPiece((3, labelled("domains", header.domains)))])
            + [joined].compactMap(\.self)
            + measurePieces(rank: 4)
    }
}
