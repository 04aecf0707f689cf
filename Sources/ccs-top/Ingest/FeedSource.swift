import CCSEvents
import CCSFeed
import CCSSimulator
import Glibc

/// The feed that was asked for, opened: what starts it, what answers it, and what it is called.
struct FeedSource: Sendable {
    /// What the header calls it.
    let name: String
    /// Whether events come as they happen: then time passes between them.
    let isLive: Bool
    /// Starts it; its items come through the mailbox.
    let start: @Sendable () throws -> Void
    /// Sends the answer to a notify.
    let answer: @Sendable (_ qid: [UInt8]) -> Void
    /// Hands over a control frame.
    let received: @Sendable (_ control: FeedControl) -> Void

    /// Opens the feed that the options name.
    static func open(_ settings: Settings, mailbox: FeedMailbox) throws -> FeedSource {
        if let address = settings.address { return connect(address, settings, mailbox) }
        if settings.options.demo { return demo(mailbox) }
        if let path = settings.options.file { return try file(path, mailbox) }
        guard isatty(STDIN_FILENO) == 0 else {
            throw ExitStatus.wrongUse(
                "there is no feed: standard input is the terminal. Name a FILE, use --connect tcp://HOST:PORT, "
                    + "pipe one in, or try --demo.")
        }
        return try standardInput(mailbox)
    }

    private static func connect(_ address: FeedAddress, _ settings: Settings, _ mailbox: FeedMailbox) -> FeedSource {
        let feed = ConnectFeed(
            address: address, subscribing: settings.options.noSubscribe ? .no : .toAll(domain: settings.domain),
            source: 0,
            mailbox: mailbox)
        return FeedSource(
            name: address.description, isLive: true, start: { feed.start() }, answer: { feed.answer(qid: $0) },
            received: { feed.received(control: $0) })
    }

    private static func demo(_ mailbox: FeedMailbox) -> FeedSource {
        FeedSource(
            name: "demo", isLive: true, start: { try DemoFeed.start(mailbox) }, answer: { _ in }, received: { _ in })
    }

    private static func file(_ path: String, _ mailbox: FeedMailbox) throws -> FeedSource {
        let feed = try FileFeed.open(path: path, source: 0, mailbox: mailbox)
        var facts = stat()
        // A named pipe brings its events as they happen.
        let isFile = stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
        return FeedSource(
            name: path, isLive: !isFile, start: { try feed.start() }, answer: { _ in }, received: { _ in })
    }

    private static func standardInput(_ mailbox: FeedMailbox) throws -> FeedSource {
        var facts = stat()
        let isFile = fstat(STDIN_FILENO, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
        let feed = try DescriptorFeed(descriptor: STDIN_FILENO, source: 0, mailbox: mailbox)
        return FeedSource(
            name: "stdin", isLive: !isFile, start: { try feed.start() }, answer: { _ in }, received: { _ in })
    }
}
