import ArgumentParser
import CCSConfiguration
import CCSEvents
import CCSFeed
import CCSKafka
import CCSPBX
import CCSState
import CCSView

/// All settings: the settings file, overridden by the command line.
struct Settings: Sendable {
    let options: Options
    /// The settings file.
    let configuration: Configuration
    let theme: Theme
    /// The names of the fields in events.
    let fields: FieldMap
    let limits: Limits
    /// The addresses of --connect.
    let addresses: [FeedPlace]
    /// The address of --listen.
    let listening: ListenAddress?
    /// The TLS settings and the token of those connections.
    let network: NetworkSettings
    /// The rules by which messages of a PBX are translated.
    let pbx: PBXReader.Options
    /// The replay, if the user asked for one.
    let replay: ReplayPlan?

    /// Reads the settings file, and overrides it with the command line. Throws wrong use for a problem with either.
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
        // A feed on the command line replaces the feed of the settings file.
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
        pbx = try Self.pbx(options, configuration)
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

    /// Which times move the clocks of domains. A replay uses the rule of the recorded run.
    var clock: ClockRule {
        if let header = replay?.header { return header.clock }
        var rule = addresses.isEmpty && listening == nil ? ClockRule.file : .network
        if let skew = options.clockSkew.map({ Int64($0.value) }) ?? configuration.clockSkew { rule.skew = skew }
        return rule
    }

    /// The domain to show, or nil for all. A recording of one domain shows that domain.
    var domain: String? { options.domain ?? replay?.header?.domain ?? configuration.domain }
    /// The recording to write, if the user asked for one.
    var recording: RecordingPlan? {
        options.record.map { path in
            var plan = RecordingPlan(path: path)
            if let size = options.recordSize { plan.fileBytes = size.value }
            if let files = options.recordFiles { plan.files = files }
            return plan
        }
    }
    /// Whether to draw only ASCII.
    var ascii: Bool { options.ascii || configuration.isASCII }
    /// Whether to mask telephone numbers. A masked recording stays masked in a replay.
    var masksNumbers: Bool {
        options.mask == .numbers || configuration.masksNumbers || replay?.header?.masksNumbers == true
    }
    /// Milliseconds between two frames while events come.
    var frame: Int64 { Int64((options.delay?.value ?? configuration.delay) * 1000) }
    /// The first pane on the screen.
    var firstPane: Pane {
        if options.episodes { return .anomalies }
        return options.pane ?? configuration.pane ?? (domain == nil ? .domains : .seances)
    }

    /// The order of the first pane; nil for the default.
    var firstSort: Query.Sort? {
        guard let sort = options.sort else {
            return options.episodes ? Episodes.sort : configuration.sorts[firstPane]
        }
        return sort.hasPrefix("-") ? Query.Sort(String(sort.dropFirst()), descending: true) : Query.Sort(sort)
    }

    /// The columns of the first pane; nil for the default.
    var firstColumns: [String]? {
        options.chosenColumns ?? (options.episodes ? Episodes.columns : configuration.columns[firstPane])
    }

    /// The defaults of `--episodes`.
    private enum Episodes {
        static let sort = Query.Sort("began", descending: true)
        static let columns = ["began", "until", "since", "severity", "what", "subject", "who", "peak", "count", "seen"]
    }

    /// The options of the decoder.
    var decoding: EventDecoder.Options {
        var decoding = EventDecoder.Options(
            map: replay?.fields ?? fields, feedDomain: options.feedDomain ?? configuration.feedDomain,
            onlyDomain: domain, revealDTMF: options.reveal.dtmf, revealKeys: options.reveal.keys,
            masksNumbers: masksNumbers)
        if let header = replay?.header {
            // A recording names the domain of each event, and cannot reveal secrets that it does not contain.
            decoding.feedDomain = nil
            decoding.revealDTMF = decoding.revealDTMF && header.revealed.contains("dtmf")
            decoding.revealKeys = decoding.revealKeys && header.revealed.contains("keys")
        }
        return decoding
    }

    private static func pbx(_ options: Options, _ configuration: Configuration) throws -> PBXReader.Options {
        let rules = try options.pbxDomains.map { text in
            guard let rule = DomainRule(text) else {
                throw ExitStatus.wrongUse(
                    "--pbx-domain: '\(DisplayText(sanitizing: text))' is no rule; a rule is one of "
                        + DomainRule.forms.joined(separator: ", "))
            }
            return rule
        }
        return PBXReader.Options(
            rules: rules.isEmpty ? configuration.pbxDomains : rules,
            defaultDomain: options.feedDomain ?? configuration.feedDomain)
    }

    private static func theme(_ name: String, _ configuration: Configuration) throws -> Theme {
        if let own = configuration.themes.first(where: { $0.name == name }) {
            return Theme(name: own.name, base: Theme.named(own.base) ?? .dark, look: own.look(of:on:))
        }
        if let theme = Theme.named(name) { return theme }
        let names = (Theme.all.map(\.name) + configuration.themes.map(\.name)).joined(separator: ", ")
        throw ExitStatus.wrongUse("there is no theme '\(DisplayText(sanitizing: name))'; there are \(names)")
    }

    /// The field map: the names of the command line come first, then those of the map file, of the settings, and the default
    /// names.
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

    /// Refuses options that would have no effect, because a recording defines how its lines are read.
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
