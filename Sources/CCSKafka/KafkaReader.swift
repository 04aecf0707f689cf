#if Kafka
    internal import CCSFeed
    internal import CRdkafka

    /// The result of reading from the brokers.
    enum KafkaProgress: Equatable {
        /// Messages came.
        case messages
        /// The topic is read, but no message came.
        case idle
        /// The topic is not read yet, without an error.
        case waiting
        /// The topic is not read because of this error. The next try is at that time.
        case stuck(FeedTrouble, retryAt: Int64)
    }

    /// Reads a topic.
    protocol KafkaReader: AnyObject {
        /// Appends messages, and waits for them up to ``waitsFor`` milliseconds.
        func read(into lines: inout [UInt8], now: Int64) -> KafkaProgress

        /// Whether messages before the next ones were lost since the last call.
        func takeLoss() -> Bool

        /// The number of partitions read, and of all partitions.
        var partitions: KafkaFacts { get }

        /// Leaves the group, if there is one.
        func leave()
    }

    extension KafkaReader {
        /// Milliseconds to wait for a first message.
        static var waitsFor: Int32 { 100 }
        /// Bytes after which the read messages are passed on.
        static var enough: Int { 256 << 10 }
        /// Milliseconds between two requests to brokers that do not answer.
        static var retryAfter: Int64 { 2000 }

        /// Whether a time has come, also if the wall clock was set back meanwhile.
        static func isDue(_ time: Int64, now: Int64, after longest: Int64) -> Bool {
            now >= time || time - now > longest
        }
    }

    /// Translates the results of readers into statuses of the feed, without repeating one.
    struct KafkaTeller {
        private var isLive = false
        private var attempt = 0
        private var said: KafkaProgress?

        /// The new status, if it changed.
        mutating func status(_ progress: KafkaProgress, now: Int64) -> FeedStatus? {
            switch progress {
            case .waiting:
                return nil
            case .messages, .idle:
                defer { (isLive, attempt, said) = (true, 0, nil) }
                return isLive ? nil : .live(since: now)
            case .stuck(let why, let retryAt):
                guard said != progress else { return nil }
                (isLive, said, attempt) = (false, progress, attempt + 1)
                return .reconnecting(at: retryAt, attempt: attempt, why: why)
            }
        }

        /// The status that announces a loss.
        mutating func loss(now: Int64) -> FeedStatus {
            (isLive, said) = (false, nil)
            return .reconnecting(
                at: now, attempt: 1,
                why: .broker(
                    "some events were gone before they were read",
                    advice: "are they kept long enough, and is this viewer fast enough?"))
        }
    }
#endif
