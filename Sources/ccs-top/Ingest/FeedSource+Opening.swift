import CCSEvents
import CCSFeed
import CCSKafka
import CCSState
import Glibc

extension FeedSource {
    /// Opens the feeds of the settings in order. The number of a source is its index.
    static func open(_ settings: Settings, mailbox: FeedMailbox) throws -> [FeedSource] {
        var sources = try settings.addresses.enumerated().map { number, place in
            switch place {
            case .server(let address): try connect(to: address, number: number, settings, mailbox)
            #if Kafka
                case .kafka(let address): try kafka(address, number: number, settings, mailbox)
            #else
                case .kafka: throw Settings.withoutKafka
            #endif
            }
        }
        // The listener comes last, because its peers use the numbers after its own.
        if let address = settings.listening {
            sources.append(try listen(on: address, number: sources.count, settings, mailbox))
        }
        if !sources.isEmpty { return sources }
        if settings.options.demo { return [try demo(mailbox)] }
        if let plan = settings.replay { return [try replay(plan, settings.options.replay ?? "", mailbox)] }
        if let path = settings.options.file { return [try file(path, mailbox)] }
        guard !StandardStreams.inputIsClosed else { throw ExitStatus.wrongUse("standard input is closed") }
        guard isatty(STDIN_FILENO) == 0 else {
            throw ExitStatus.wrongUse(
                "there is no feed: standard input is the terminal. Name a FILE, use --connect tcp://HOST:PORT "
                    + "or --listen :PORT, pipe one in, or try --demo.")
        }
        return [try standardInput(mailbox)]
    }

    private static func connect(
        to address: FeedAddress, number: Int, _ settings: Settings, _ mailbox: FeedMailbox
    ) throws -> FeedSource {
        let names = EventType.allCases.map { "ccsevents.\($0.name)" }
        let login = try settings.network.login(address)
        let feed = ConnectFeed(
            to: try settings.network.endpoint(address),
            subscribing: settings.options.noSubscribe || login != nil
                ? .no : .toAll(domain: settings.domain, names: names), login: login,
            source: number, mailbox: mailbox)
        return FeedSource(
            number: number, name: address.description, isLive: true, isConnected: true, start: { feed.start() },
            answer: { feed.answer(qid: $0, connection: $1) }, received: { feed.received(control: $0) },
            trust: settings.network.trust(in: address), facts: { feed.facts }, leave: { feed.leave() })
    }

    private static func listen(
        on address: ListenAddress, number: Int, _ settings: Settings, _ mailbox: FeedMailbox
    ) throws -> FeedSource {
        let feed = try ListenFeed(
            address: address, firstPeer: number + 1, limit: settings.options.peers ?? ListenFeed.usualLimit,
            mailbox: mailbox)
        if !address.isLoopback {
            standardError(
                "ccs-top: warning: listening on \(feed.address): anybody who can connect can send events, unencrypted and "
                    + "without a password; :PORT accepts only this machine")
        }
        return FeedSource(
            number: number, name: "listening on \(feed.address)", isLive: true, peers: { feed.peers },
            start: {
                _ = mailbox.offer(
                    .status(source: number, .live(since: FeedClock.system.wallMilliseconds())), whenDrained: {})
                feed.start()
            }, leave: { feed.leave() })
    }

    private static func demo(_ mailbox: FeedMailbox) throws -> FeedSource {
        let thread = try OwnedThread()
        return FeedSource(
            number: 0, name: "demo", isLive: true,
            start: { try thread.start { DemoFeed.run(mailbox, thread.stopper) } }, leave: { thread.stop() })
    }

    private static func file(_ path: String, _ mailbox: FeedMailbox) throws -> FeedSource {
        let feed = try FileFeed.open(path: path, source: 0, mailbox: mailbox)
        var facts = stat()
        // A named pipe is a live feed: it brings events as they happen.
        let isFile = stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
        if isFile, try ReplayFiles.firstLine(of: path).starts(with: JournalHeader.signature.utf8) {
            throw FeedError("\(path) is a recording", advice: "ccs-top --replay \(path)")
        }
        return FeedSource(number: 0, name: path, isLive: !isFile, start: { try feed.start() }, leave: { feed.leave() })
    }

    private static func replay(_ plan: ReplayPlan, _ name: String, _ mailbox: FeedMailbox) throws -> FeedSource {
        let feed = try ReplayFeed(files: plan.files, source: 0, mailbox: mailbox)
        return FeedSource(number: 0, name: name, isLive: false, start: { try feed.start() }, leave: { feed.leave() })
    }

    private static func standardInput(_ mailbox: FeedMailbox) throws -> FeedSource {
        var facts = stat()
        let isFile = fstat(STDIN_FILENO, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
        let feed = try DescriptorFeed(descriptor: STDIN_FILENO, source: 0, mailbox: mailbox)
        return FeedSource(
            number: 0, name: "stdin", isLive: !isFile, start: { try feed.start() }, leave: { feed.leave() })
    }
}
