import CCSConfiguration
import CCSEvents
import CCSFeed
import CCSState
import CCSView
import CTerminalGuard
import Glibc

/// The screen: it requests pages from the ingest thread, draws them, and reads keys.
///
/// There are two threads. This one owns the terminal and the interface, the other one the state. A ``PageDesk`` connects
/// them. So the terminal can never stop the ingest.
struct Watch {
    let settings: Settings
    private var options: Options { settings.options }

    init(settings: Settings) {
        self.settings = settings
    }

    /// Milliseconds between two frames while only the clock changes.
    private static let second: Int64 = 1000

    func run() throws {
        let inlet = try Inlet(settings, limits: settings.limits)
        let sources = try FeedSource.open(settings, mailbox: inlet.feeds)
        defer {
            inlet.leave()
            for source in sources { source.leave() }
        }
        let desk = try PageDesk(mailbox: inlet.lines)
        let thread = try OwnedThread()
        let recorder = try Recorder(settings, isLive: sources.contains(where: \.isLive))
        let surface: Surface
        do {
            surface = try openSurface()
        } catch {
            recorder?.close(timeoutMilliseconds: PageDesk.patience.recording)
            throw ExitStatus.wrongUse(error.description)
        }
        let settings = settings
        let isASCII = surface.isASCII
        let end = Result {
            try thread.start {
                terminal_guard_cover_thread()
                let ingest = UnsafeMutablePointer<Ingest>.allocate(capacity: 1)
                do {
                    ingest.initialize(
                        to: try Ingest(
                            settings: settings, sources: sources, mailbox: inlet.feeds, recorder: recorder,
                            ascii: isASCII))
                } catch { return desk.fail() }
                Self.run(&ingest.pointee, inlet, desk, isReplay: settings.replay != nil)
                // It is never freed: the process ends soon, and freeing millions of objects would make the user wait.
            }
            try inlet.start(sources: sources.count)
            for source in sources { try source.start() }
            try show(surface, desk)
        }
        // In every case the recording is completed. The terminal is restored first, so that the user does not wait for the
        // disk.
        surface.close()
        desk.stop()
        thread.join(within: PageDesk.patience.all)
        if let complaint = recorder?.complaint {
            if case .failure(let status as ExitStatus) = end, status.code == 0 { throw ExitStatus.failed(complaint) }
            if case .success = end { throw ExitStatus.failed(complaint) }
            standardError("ccs-top: \(complaint)")
        }
        try end.get()
    }

    private func show(_ surface: Surface, _ desk: PageDesk) throws {
        switch surface {
        case .screen(let terminal): try show(terminal, desk)
        case .lines(let terminal):
            let pause = options.delay.map { Int64($0.value * 1000) } ?? PlainScreen.usualPause
            try PlainScreen(terminal: terminal, desk: desk, pause: pause).show(begin()) { try endIfOver($0, desk) }
        }
    }

    /// Where pages are shown.
    private enum Surface {
        case screen(Terminal)
        case lines(PlainTerminal)

        var isASCII: Bool {
            switch self {
            case .screen(let terminal): terminal.isASCII
            case .lines: true
            }
        }

        func close() {
            switch self {
            case .screen(let terminal): terminal.close()
            case .lines(let terminal): terminal.close()
            }
        }
    }

    private func openSurface() throws(TerminalError) -> Surface {
        if PlainTerminal.isNeeded { return .lines(try PlainTerminal()) }
        return .screen(
            try Terminal(
                options: TerminalOptions(
                    theme: settings.theme,
                    color: !options.noColor && environment("NO_COLOR")?.isEmpty != false, ascii: settings.ascii,
                    mouse: settings.configuration.mouse)))
    }

    /// The loop of the ingest thread.
    private static func run(_ ingest: inout Ingest, _ inlet: Inlet, _ desk: PageDesk, isReplay: Bool) {
        let mailbox = inlet.lines
        ingest.answersSoon()
        while true {
            let items: [IngestItem]
            if let wait = ingest.replayWait {
                // Enough lines were read, so no items are taken now.
                mailbox.waitForWake(timeoutMilliseconds: wait.milliseconds)
                items = []
            } else {
                items = mailbox.take()
            }
            if desk.isStopping {
                if ingest.recorder != nil {
                    ingest.take(items)
                    inlet.drain { ingest.take($0) }
                }
                return ingest.stop(within: PageDesk.patience.recording)
            }
            for seen in desk.takeSeen() { ingest.acknowledge(seen) }
            ingest.control(desk.takeControls())
            if isReplay {
                let before = ingest.linesRead
                ingest.take(items) { ingest in
                    ingest.control(desk.takeControls())
                    if desk.isAsked { desk.answer { ingest.page(for: $0) } }
                }
                if ingest.linesRead != before { desk.noteNews() }
                if ingest.sources.isOver { desk.noteEnd(lost: false) }
            } else if items.isEmpty {
                ingest.tick()
            } else {
                ingest.take(items) { ingest in if desk.isAsked { desk.answer { ingest.page(for: $0) } } }
                mailbox.giveBack(consume items)
                ingest.tick()
                desk.noteNews()
                if ingest.sources.isOverOrLost { desk.noteEnd(lost: ingest.sources.wasLost) }
            }
            if desk.isAsked { desk.answer { ingest.page(for: $0) } }
        }
    }

    /// The loop of the screen. Returns when the user quits. Throws when the process must end with a status.
    private func show(_ terminal: Terminal, _ desk: PageDesk) throws {
        let clock = FeedClock.system
        var interface = begin()
        var page: Page?
        var size = terminal.size
        var isWaiting = false
        var wantsPage = true
        var pace = FramePace(frame: settings.frame)
        var owesEcho = false
        while true {
            let now = clock.monotonicNanoseconds() / 1_000_000
            if wantsPage, !isWaiting, pace.wait(now: now) == 0 {
                desk.ask(interface.query(width: size.width, height: size.height))
                (isWaiting, wantsPage) = (true, false)
                pace.noteFrame(now: now)
            }
            var wait = wantsPage && !isWaiting ? pace.wait(now: now) : untilNextSecond(page, clock)
            if owesEcho { wait = min(wait ?? .max, pace.echoWait(now: now)) }
            let ready = Self.wait(terminal.inputDescriptor, desk.bell.descriptor, wait)
            var answered: Page?
            if ready.none, !isWaiting { wantsPage = true }
            if ready.bell {
                desk.bell.silence()
                let (answer, hasNews, failed) = desk.take()
                if failed { throw ExitStatus.failed("there is not enough memory to start") }
                answered = answer
                if let answer {
                    isWaiting = false
                    if !interface.isPaused { page = answer }
                    if try perform(interface.take(answer), terminal, desk) { return }
                    // Keys that were pressed in the meantime need another page at once. An incomplete list also requests the
                    // next page at once, at the rate of keys, which leaves the feed most of the time.
                    let wantsMore = interface.wantsPage(after: answer, width: size.width, height: size.height)
                    let goesOn = wantsMore || answer.progress != nil && !interface.isPaused
                    pace.noteSlice(isLast: !goesOn)
                    // The search for the seance that Enter opens goes on page by page.
                    if goesOn || answer.isSearching && !interface.isPaused { wantsPage = true }
                }
                if hasNews { wantsPage = true }
            }
            if ready.input {
                for input in terminal.readInput() {
                    if case .resize(let width, let height) = input { size = (width, height) }
                    if case .hangup = input { terminal.endByHangup() }
                    let effects = interface.handle(input, page: page, width: size.width, height: size.height)
                    if try perform(effects, terminal, desk) { return }
                    wantsPage = true
                    pace.hurry()
                }
            }
            // Changes that need no page are shown at once, but not for every key of a flood.
            let drawnAt = clock.monotonicNanoseconds() / 1_000_000
            owesEcho = (ready.input || owesEcho) && answered == nil && pace.echoWait(now: drawnAt) > 0
            if !owesEcho {
                terminal.draw(
                    CCSView.draw(page, interface, width: size.width, height: size.height, ascii: terminal.isASCII))
                if ready.input || answered != nil { pace.noteDrawn(now: drawnAt) }
            }
            if let answered { try endIfOver(answered, desk) }
        }
    }

    /// The interface at the start.
    private func begin() -> Interface {
        var choices = Interface.Options()
        choices.catalogue = Dictionary(uniqueKeysWithValues: Pane.allCases.map { ($0, ColumnTable.columns(of: $0)) })
        choices.keys = settings.configuration.keyTable
        choices.mouse = settings.configuration.mouse
        choices.replays = settings.replay != nil
        choices.detectors = settings.configuration.detectors
        choices.paneColumns = settings.configuration.columns
        choices.paneSorts = settings.configuration.sorts
        choices.filter = options.filter
        choices.sort = settings.firstSort
        choices.columns = settings.firstColumns
        return Interface(
            domain: settings.domain, onlyDomain: settings.domain != nil, pane: settings.firstPane, options: choices)
    }

    /// Executes the effects of a key. Returns true if it was quit.
    @discardableResult
    private func perform(_ effects: [Effect], _ terminal: Terminal, _ desk: PageDesk) throws -> Bool {
        for effect in effects {
            switch effect {
            case .quit: return true
            case .suspend: terminal.suspend()
            case .redraw: terminal.redraw()
            case .copy(let text): terminal.copyToClipboard(text)
            case .acknowledge(let domain, let serials, let isSeen):
                desk.acknowledge(PageDesk.Seen(domain: domain, serials: serials, isSeen: isSeen))
            case .setMouse(let isOn): terminal.setMouse(isOn)
            case .replay(let control): desk.control(control)
            }
        }
        return false
    }

    private func endIfOver(_ page: Page, _ desk: PageDesk) throws {
        guard options.exitOnEof else { return }
        let end = desk.end
        guard end.isOver else { return }
        if end.isLost { throw ExitStatus.lost("the feed was lost") }
        // A page from before the end may arrive after it. Then the page that reports the end follows.
        switch page.header.feed {
        case .failed(let why): throw ExitStatus.failed(why)
        case .ended: throw ExitStatus(code: 0, message: nil)
        case .replay(let replay):
            if replay.isAtEnd { throw ExitStatus(code: 0, message: nil) }
        case .connecting, .listening, .reading, .live, .stale, .reconnecting: return
        }
    }

    /// Milliseconds until the clock on the screen changes; nil if it stands still.
    private func untilNextSecond(_ page: Page?, _ clock: FeedClock) -> Int64? {
        guard let page, page.header.isTicking else { return nil }
        return Self.second - clock.wallMilliseconds() % Self.second
    }

    /// Waits for the terminal or the bell, for at most this many milliseconds.
    private static func wait(_ input: Int32, _ bell: Int32, _ milliseconds: Int64?) -> (
        input: Bool, bell: Bool, none: Bool
    ) {
        var descriptors = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0), pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        let timeout = milliseconds.map { Int32(clamping: $0) } ?? -1
        let count = poll(&descriptors, 2, timeout)
        return (descriptors[0].revents != 0, descriptors[1].revents != 0, count <= 0)
    }
}

extension Header {
    /// Whether the passing of time alone changes it.
    fileprivate var isTicking: Bool {
        switch feed {
        case .ended, .failed: false
        case .replay(let replay): !replay.isPaused && !replay.isAtEnd
        case .connecting, .listening, .reading, .live, .stale, .reconnecting: true
        }
    }
}
