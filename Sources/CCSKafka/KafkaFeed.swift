#if Kafka
    public import CCSFeed
    internal import Synchronization

    /// A feed from a Kafka topic with one event in each message. It reads all partitions, keeps the order within a
    /// partition, and commits no offset.
    ///
    /// It runs on a separate thread, besides the threads of librdkafka. While the mailbox is full, the thread waits and the
    /// brokers keep the messages. After an outage it continues at the same offset, so no event is missing. If the brokers
    /// have deleted unread messages, it posts ``FeedItem/gap(source:midLine:)``.
    public final class KafkaFeed: Sendable {
        /// The options of a feed.
        public struct Options: Sendable, Equatable {
            /// The start position.
            public var start = KafkaStart.now
            /// The consumer group that shares the partitions; nil to read all of them.
            public var group: String?
            /// Properties of the client.
            public var settings = KafkaSettings()

            /// By default, all partitions from now on.
            public init() {}
        }

        private let address: KafkaAddress
        private let options: Options
        private let source: Int
        private let mailbox: FeedMailbox
        private let clock: FeedClock
        private let thread: OwnedThread
        private let held = Mutex(KafkaFacts())

        /// A feed that connects once it is started. `source` is the number that its items carry. Throws when the process has
        /// no descriptor left.
        public init(
            address: KafkaAddress, options: Options, source: Int, mailbox: FeedMailbox, clock: FeedClock = .system
        ) throws(FeedError) {
            thread = try OwnedThread()
            (self.address, self.options, self.source, self.mailbox, self.clock) = (
                address, options, source, mailbox, clock
            )
        }

        /// The number of partitions. Any thread may read it.
        public var facts: KafkaFacts { held.withLock { $0 } }

        /// Starts to read. A second call does nothing. Throws the problem with the settings.
        public func start() throws(FeedError) {
            // Creates a client once, so that wrong settings are reported before the screen is drawn.
            _ = try client()
            try thread.start { self.run() }
        }

        /// Stops within the timeout of a request. Its last items still come. Any thread may call it.
        public func stop() {
            thread.stopper.stop()
        }

        /// Stops, and waits at most half a second until it has left its group and its threads have ended. When it leaves the
        /// group, other members get its partitions at once.
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
                    // Not `now`, because the reader may have waited since then.
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
