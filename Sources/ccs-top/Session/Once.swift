import CCSEvents
import CCSFeed
import CCSState
import CCSView
import Glibc

/// `--once`: reads to the end or for a limited time, and prints the result. It has no screen.
struct Once {
    let settings: Settings
    var options: Options { settings.options }

    init(settings: Settings) {
        self.settings = settings
    }

    func run() throws {
        let clock = FeedClock.system
        let deadline = options.duration.map { clock.monotonicNanoseconds() + Int64($0.value) * 1_000_000 }
        var limits = settings.limits
        // Only the pane Log prints lines, so other output needs no log.
        if options.format == .json || settings.firstPane != .log { limits.logBytes = 0 }
        let inlet = try Inlet(settings, limits: limits)
        let sources = try FeedSource.open(settings, mailbox: inlet.feeds)
        defer {
            inlet.leave()
            for source in sources { source.leave() }
        }
        let recorder = try Recorder(settings, isLive: sources.contains(where: \.isLive))
        var ingest = try Ingest(
            settings: settings, sources: sources, recorder: recorder, clock: clock, limits: limits)
        try inlet.start(sources: sources.count)
        for source in sources {
            if source.peers != nil { standardError("ccs-top: \(source.name)") }
            if let trust = source.trust, trust.alert != nil {
                standardError("ccs-top: warning: \(source.name): \(trust.words)")
            }
            try source.start()
        }
        var (isDone, isFeedOver) = (false, false)
        while !isDone {
            var left: Int?
            if let deadline { left = Int(max(0, deadline - clock.monotonicNanoseconds()) / 1_000_000) }
            let items = inlet.lines.take(timeoutMilliseconds: left)
            ingest.take(items)
            inlet.lines.giveBack(consume items)
            isFeedOver = isOver(ingest.sources, hasDeadline: deadline != nil)
            isDone = isFeedOver
            if left == 0, !isDone {
                // Items that arrived in time count.
                inlet.drain { ingest.take($0) }
                isDone = true
            }
        }
        ingest.stop(isOver: isFeedOver)
        let unread = ingest.sources.standings.compactMap(\.whyUnread)
        // If no feed could be read, the output must not look as if all were well. Lines that were read before a failure
        // still count.
        guard unread.count < sources.count || ingest.linesRead > 0 else {
            throw ExitStatus.failed(unread.joined(separator: "; "))
        }
        try print(&ingest)
        for text in missing(in: ingest) { standardError("ccs-top: \(text)") }
        if let complaint = recorder?.complaint { throw ExitStatus.failed(complaint) }
        if !unread.isEmpty { throw ExitStatus.failed(unread.joined(separator: "; ")) }
        if let choice = options.failOn {
            try judge(ingest.reports(of: choice.detectors, isLive: sources.contains(where: \.isLive)), choice)
        }
        let lost = ingest.sources.standings.filter(\.wasLost).map(\.source.name)
        if !lost.isEmpty, options.exitOnEof {
            throw ExitStatus.lost(lost.joined(separator: ", ") + ": the feed was lost")
        }
    }

    /// Prints how many objects the detectors of `--fail-on` could judge. Throws if one found an anomaly, or could judge no
    /// object.
    private func judge(_ reports: [DetectorReport], _ choice: DetectorChoice) throws {
        for report in reports { standardError("ccs-top: \(report.judged)") }
        let blind = reports.flatMap { $0.blind(watched: options.duration.map { Int64($0.value) }) }
        let found = reports.flatMap(\.found)
        if !found.isEmpty {
            for text in blind where choice.isNamed { standardError("ccs-top: \(text)") }
            throw ExitStatus(code: 4, message: found.joined(separator: "; "))
        }
        guard !reports.isEmpty else {
            let name = settings.domain.map { "of \"\(DisplayText(sanitizing: $0))\"" } ?? "of any domain"
            throw ExitStatus(code: 5, message: "nothing known: no event \(name) came")
        }
        if blind.isEmpty { return }
        let text = blind.joined(separator: "; ")
        guard choice.isNamed || reports.allSatisfy({ $0.isBlind(watched: options.duration.map { Int64($0.value) }) })
        else {
            return standardError("ccs-top: \(text)")
        }
        throw ExitStatus(code: 5, message: "nothing known: \(text)")
    }

    /// Whether there is nothing to wait for: each source has ended, was lost, or cannot be opened.
    private func isOver(_ sources: SourceBoard, hasDeadline: Bool) -> Bool {
        sources.asked.allSatisfy { standing in
            // With a deadline, the user may start the feed in the meantime, and wants the events after a loss.
            sources.isOver(standing) || (standing.wasLost && (!hasDeadline || options.exitOnEof))
                || (standing.source.isConnected && !hasDeadline && standing.trouble != nil)
        }
    }

    private func print(_ ingest: inout Ingest) throws {
        switch options.format {
        case .json:
            try standardOutput(ingest.snapshot() + [0x0A])
        case .text:
            var query = query
            query.columns = settings.firstColumns
            query.opensAll = true
            var page = ingest.page(for: query)
            let isUnknown = page.header.now == nil && page.header.lines.read > 0 && settings.firstPane != .feed
            if isUnknown { page.notice = nil }
            try standardOutput(plainText(of: page, width: width, ascii: settings.ascii))
            if isUnknown { sayWhyNothing(&ingest) }
        case .ndjson:
            try printRecords(&ingest)
        }
    }

    /// Prints the rows of the pane as records, one on each line: for the chosen domain, or for each domain in turn.
    private func printRecords(_ ingest: inout Ingest) throws {
        var query = query
        query.givesRecords = true
        query.isTree = false
        // The columns of the settings are for the screen. Programs get all columns, unless --columns names some.
        query.columns = options.chosenColumns ?? ColumnTable.columns(of: settings.firstPane).map(\.id)
        let isOfDomain = Pane.ofDomain.contains(settings.firstPane) && settings.firstPane != .feed
        let domains = isOfDomain && settings.domain == nil ? ingest.domainNames.map(Optional.some) : [settings.domain]
        for domain in domains {
            query.domain = domain
            let page = ingest.page(for: query)
            var lines: [UInt8] = []
            for row in page.rows {
                guard let record = row.record else { continue }
                lines += record
                lines.append(0x0A)
            }
            try standardOutput(lines)
        }
        if settings.firstPane != .feed { sayWhyNothing(&ingest) }
    }

    /// If no event of the domain came, prints to standard error which events came instead.
    private func sayWhyNothing(_ ingest: inout Ingest) {
        let pane = settings.domain == nil ? Pane.domains : .seances
        let page = ingest.page(for: Query(domain: settings.domain, view: .pane(pane), lines: 1))
        guard page.header.now == nil, page.header.lines.read > 0, let notice = page.notice else { return }
        standardError("ccs-top: \(notice)")
    }

    /// The query for all rows of the pane.
    private var query: Query {
        var query = Query(domain: settings.domain, view: .pane(settings.firstPane), lines: Int(Int32.max))
        query.filter = options.filter
        query.sort = settings.firstSort
        // Only `--episodes` includes ended anomalies: without it, the output counts open ones.
        query.showsEnded = options.episodes
        return query
    }

    /// The width of the terminal, or a width that suffices for most lines.
    private var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 200 }
        return Int(size.ws_col)
    }
}

extension SourceStanding {
    /// Why a source could not be read, or not completely; nil if it was.
    var whyUnread: String? {
        if case .failed(let why)? = end { return "\(source.name): \(why)" }
        guard source.isConnected, !wasLost, let why = trouble ?? (wasConnected ? nil : "there was no connection") else {
            return nil
        }
        let todo = advice ?? "is the address right, and does the feed run?"
        return "\(source.name): \(why). \(todo.prefix(1).uppercased())\(todo.dropFirst())"
    }
}
