import ArgumentParser
import CCSConfiguration
import CCSEvents
import CCSFeed
import CCSKafka
import CCSState
import CCSView

/// What the program was told: the command line, and behind it the configuration file.
struct Settings: Sendable {
    /// The command line.
    let options: Options
    /// The file.
    let configuration: Configuration
    /// What things look like.
    let theme: Theme
    /// The names of fields.
    let fields: FieldMap
    /// How much is kept.
    let limits: Limits
    /// Where to connect to, if anywhere.
    let addresses: [FeedPlace]
    /// Where to listen, if anywhere.
    let listening: ListenAddress?
    /// What makes those connections secure.
    let network: NetworkSettings
    /// What is replayed, if anything.
    let replay: ReplayPlan?

    /// Reads the file and puts the command line over it. Throws what is wrong with either: wrong use.
    init(_ options: Options) throws {
        self.options = options
        do {
            configuration = try Configuration.load(path: options.config, environment: { environment($0) })
        } catch {
            throw ExitStatus.wrongUse(error.description)
        }
        theme = try Self.theme(options.theme ?? configuration.theme, configuration)
        fields = try Self.fields(options.map, configuration)
        limits = try Self.limits(options.limit, configuration)
        // A feed named on the command line is meant instead of the file's.
        let isNamed =
            options.file != nil || options.demo || !options.connect.isEmpty || options.listen != nil
            || options.replay != nil || StandardStreams.inputIsFeed
        do {
            addresses = try isNamed ? FeedPlace.list(parsing: options.connect) : configuration.connect
        } catch {
            throw ExitStatus.wrongUse("--connect: \(error)")
        }
        try Self.checkKafka(options, addresses)
        listening = try options.listen.map { text in
            do { return try ListenAddress(parsing: text) } catch { throw ExitStatus.wrongUse("--listen: \(error)") }
        }
        network = try NetworkSettings(options, configuration, addresses.compactMap(\.server))
        let own = fields
        replay = try options.replay.map { path in
            try ReplayPlan(
                path: path, fields: own, speed: options.once ? .max : options.speed ?? .real, start: options.start)
        }
        guard options.clockSkew == nil || replay?.header == nil else {
            throw ExitStatus.wrongUse("--clock-skew: the recording says how it was judged; leave the option out")
        }
        try checkReplay()
        try checkFirstPane()
    }

    /// Which times move the clocks of domains: in a replay those that moved them when it was recorded.
    var clock: ClockRule {
        if let header = replay?.header { return header.clock }
        var rule = addresses.isEmpty && listening == nil ? ClockRule.file : .network
        if let skew = options.clockSkew.map({ Int64($0.value) }) ?? configuration.clockSkew { rule.skew = skew }
        return rule
    }

    /// The domain shown, or nil for all. What a recording was made of is what is shown of it.
    var domain: String? { options.domain ?? replay?.header?.domain ?? configuration.domain }
    /// What is recorded, if anything.
    var recording: RecordingPlan? {
        options.record.map { path in
            var plan = RecordingPlan(path: path)
            if let size = options.recordSize { plan.fileBytes = size.value }
            if let files = options.recordFiles { plan.files = files }
            return plan
        }
    }
    /// Nothing but ASCII is drawn.
    var ascii: Bool { options.ascii || configuration.isASCII }
    /// Whether telephone numbers are masked. Those of a masked recording stay so, whatever form they come in.
    var masksNumbers: Bool {
        options.mask == .numbers || configuration.masksNumbers || replay?.header?.masksNumbers == true
    }
    /// Milliseconds between two frames while data comes.
    var frame: Int64 { Int64((options.delay?.value ?? configuration.delay) * 1000) }
    /// The pane that is shown first.
    var firstPane: Pane {
        if options.episodes { return .anomalies }
        return options.pane ?? configuration.pane ?? (domain == nil ? .domains : .seances)
    }

    /// The order of the first pane, if one is asked for.
    var firstSort: Query.Sort? {
        guard let sort = options.sort else {
            return options.episodes ? Episodes.sort : configuration.sorts[firstPane]
        }
        return sort.hasPrefix("-") ? Query.Sort(String(sort.dropFirst()), descending: true) : Query.Sort(sort)
    }

    /// The columns of the first pane, if some are asked for.
    var firstColumns: [String]? {
        options.chosenColumns ?? (options.episodes ? Episodes.columns : configuration.columns[firstPane])
    }

    /// What `--episodes` prints unless something else is asked for.
    private enum Episodes {
        static let sort = Query.Sort("began", descending: true)
        static let columns = ["began", "until", "since", "severity", "what", "subject", "who", "peak", "count", "seen"]
    }

    /// How lines are decoded.
    var decoding: EventDecoder.Options {
        var decoding = EventDecoder.Options(
            map: replay?.fields ?? fields, feedDomain: options.feedDomain ?? configuration.feedDomain,
            onlyDomain: domain, revealDTMF: options.reveal.dtmf, revealKeys: options.reveal.keys,
            masksNumbers: masksNumbers)
        if let header = replay?.header {
            // A recording says whose each event is; and what is not in it cannot be shown.
            decoding.feedDomain = nil
            decoding.revealDTMF = decoding.revealDTMF && header.revealed.contains("dtmf")
            decoding.revealKeys = decoding.revealKeys && header.revealed.contains("keys")
        }
        return decoding
    }

    private static func theme(_ name: String, _ configuration: Configuration) throws -> Theme {
        if let own = configuration.themes.first(where: { $0.name == name }) {
            return Theme(name: own.name, base: Theme.named(own.base) ?? .dark, look: own.look(of:on:))
        }
        if let theme = Theme.named(name) { return theme }
        let names = (Theme.all.map(\.name) + configuration.themes.map(\.name)).joined(separator: ", ")
        throw ExitStatus.wrongUse("there is no theme '\(DisplayText(sanitizing: name))'; there are \(names)")
    }

    /// The field map: the default names, before them those of the settings, of the file they name, and of the command line.
    private static func fields(_ text: String?, _ configuration: Configuration) throws -> FieldMap {
        var map = configuration.fields
        if let path = configuration.mapFile { try add(fileAt: path, to: &map, "map-file") }
        guard let text else { return map }
        if text.hasPrefix("@") {
            try add(fileAt: String(text.dropFirst()), to: &map, "--map")
        } else {
            do { try map.add(text) } catch { throw ExitStatus.wrongUse("--map: \(error)") }
        }
        return map
    }

    private static func limits(_ text: String?, _ configuration: Configuration) throws -> Limits {
        var limits = configuration.limits
        do { try limits.set(text ?? "") } catch { throw ExitStatus.wrongUse("--limit: \(error)") }
        return limits
    }

    private static func add(fileAt path: String, to map: inout FieldMap, _ option: String) throws {
        do { try MapFile.read(path, into: &map) } catch { throw ExitStatus.wrongUse("\(option): \(error)") }
    }

    /// A recording says how its lines are read; options that say so too would do nothing.
    private func checkReplay() throws {
        guard replay?.header != nil else { return }
        for (name, value) in [("--map", options.map), ("--feed-domain", options.feedDomain)] where value != nil {
            throw ExitStatus.wrongUse("\(name) has no use here: a recording says it itself. Leave it out")
        }
    }

    private func checkFirstPane() throws {
        let pane = firstPane
        let known = ColumnTable.columns(of: pane).map(\.id)
        for column in (firstColumns ?? []) + (firstSort.map { [$0.column] } ?? []) where !known.contains(column) {
            let now = ColumnTable.renamed(column, in: pane).map { "is it '\($0)'?" }
            throw ExitStatus.wrongUse(
                "the pane \(pane.rawValue) has no column '\(column)'; "
                    + (now ?? "it has \(known.joined(separator: ", "))"))
        }
        do {
            _ = try Filter(parsing: options.filter, fields: ColumnTable.filterFields(of: pane))
        } catch {
            let lines = error.rendered(in: options.filter).map { "    \($0)" }.joined(separator: "\n")
            throw ExitStatus.wrongUse("--filter, for the pane \(pane.rawValue):\n\(lines)")
        }
    }
}
