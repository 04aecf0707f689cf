#if Kafka
    internal import CCSFeed
    internal import CRdkafka

    /// What a look at the brokers brought.
    enum KafkaProgress: Equatable {
        /// Messages came.
        case messages
        /// It is read, and nothing came.
        case idle
        /// It is not read yet, and nothing is wrong.
        case waiting
        /// It is not read, because of this; it is tried again at that time.
        case stuck(FeedTrouble, retryAt: Int64)
    }

    /// A way to read a topic.
    protocol KafkaReader: AnyObject {
        /// Appends what comes, and waits for it up to ``waitsFor`` milliseconds.
        func read(into lines: inout [UInt8], now: Int64) -> KafkaProgress

        /// Whether something was missed since it was asked last, all of it before what comes next.
        func takeLoss() -> Bool

        /// How many partitions it reads, and how many there are.
        var partitions: KafkaFacts { get }

        /// Takes leave of the brokers, where they would wait for it.
        func leave()
    }

    extension KafkaReader {
        /// Milliseconds it waits for a first message.
        static var waitsFor: Int32 { 100 }
        /// Bytes after which it hands over what it has read.
        static var enough: Int { 256 << 10 }
        /// Milliseconds between two questions to brokers that do not answer.
        static var retryAfter: Int64 { 2000 }

        /// Whether a time has come: also where the wall clock was put back meanwhile.
        static func isDue(_ time: Int64, now: Int64, after longest: Int64) -> Bool {
            now >= time || time - now > longest
        }
    }

    /// Turns what readers find into the states of a feed, each said once.
    struct KafkaTeller {
        private var isLive = false
        private var attempt = 0
        private var said: KafkaProgress?

        /// The new state, where there is one.
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

        /// The states that say that something was missed.
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
