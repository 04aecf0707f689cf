#if Kafka
    public import CCSFeed
    internal import Synchronization

    /// A feed from a topic of Kafka, an event a message: all partitions, the order of a key kept, nothing committed.
    ///
    /// It runs on one thread of its own (librdkafka has more), which waits while the mailbox is full: what is not taken stays with
    /// the brokers. When they were away it goes on where it stopped, so that nothing is missing; where the brokers have dropped
    /// what was not read yet, it says ``FeedItem/gap(source:midLine:)``.
    public final class KafkaFeed: Sendable {
        /// How a feed is read.
        public struct Options: Sendable, Equatable {
            /// Where to begin.
            public var start = KafkaStart.now
            /// A group that spreads the topic over those who are in it; nil to read all of it.
            public var group: String?
            /// What the client is told besides.
            public var settings = KafkaSettings()

            /// From now on, all of it.
            public init() {}
        }

        private let address: KafkaAddress
        private let options: Options
        private let source: Int
        private let mailbox: FeedMailbox
        private let clock: FeedClock
        private let thread: OwnedThread
        private let held = Mutex(KafkaFacts())

        /// A feed that connects once it is started; its items carry the number `source`. Throws when the process has no
        /// descriptor left.
        public init(
            address: KafkaAddress, options: Options, source: Int, mailbox: FeedMailbox, clock: FeedClock = .system
        ) throws(FeedError) {
            thread = try OwnedThread()
            (self.address, self.options, self.source, self.mailbox, self.clock) = (
                address, options, source, mailbox, clock
            )
        }

        /// How it is read.
        public var facts: KafkaFacts { held.withLock { $0 } }

        /// Starts to read. A second call does nothing. Throws what is wrong with the settings.
        public func start() throws(FeedError) {
            // Made once here, so that wrong settings are said before a screen is drawn.
            _ = try client()
            try thread.start { self.run() }
        }

        /// Ends it, within the time that a question to the brokers may take; its last items still come. Any thread may call it.
        public func stop() {
            thread.stopper.stop()
        }

        /// Ends it, and waits half a second at most until it has left its group, so that its partitions go to others at once, and
        /// its thread and those of librdkafka have ended.
        public func leave() {
            thread.stop()
        }

        private func client() throws(FeedError) -> KafkaClient {
            try KafkaClient(address, settings: options.settings, group: options.group)
        }

        private func run() {
            let end = read()
            let now = clock.wallMilliseconds()
            if case .failed(let why) = end { say(.failed(since: now, why: why)) } else { say(.ended(since: now)) }
            _ = mailbox.post(.ended(source: source, end), stopper: thread.stopper)
        }

        private func read() -> FeedEnd {
            let reader: any KafkaReader
            do throws(FeedError) {
                let client = try client()
                reader =
                    options.group == nil
                    ? WholeTopic(client, from: options.start, clock: clock)
                    : try SharedTopic(client, from: options.start, clock: clock)
            } catch { return .failed(error.description) }
            var teller = KafkaTeller()
            say(.connecting(since: clock.wallMilliseconds(), attempt: 0))
            while !thread.stopper.isStopped, !mailbox.isClosed {
                let now = clock.wallMilliseconds()
                var lines: [UInt8] = []
                let progress = reader.read(into: &lines, now: now)
                held.withLock { $0 = reader.partitions }
                if let status = teller.status(progress, now: now) { say(status) }
                if !lines.isEmpty {
                    let count = lines.count
                    lines.append(contentsOf: repeatElement(0, count: FeedChunk.padding))
                    // Not `now`: the reader may have waited since then.
                    let arrival = clock.wallMilliseconds()
                    let chunk = FeedChunk(source: source, storage: lines, count: count, arrivedAt: arrival)
                    guard mailbox.post(.bytes(chunk), stopper: thread.stopper) else { break }
                }
                if reader.takeLoss() {
                    say(teller.loss(now: now))
                    _ = mailbox.post(.gap(source: source, midLine: false), stopper: thread.stopper)
                }
            }
            reader.leave()
            return .stopped
        }

        private func say(_ status: FeedStatus) {
            _ = mailbox.post(.status(source: source, status), stopper: thread.stopper)
        }
    }
#endif
