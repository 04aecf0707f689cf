#if Kafka
    import ArgumentParser
    import CCSFeed
    import CCSKafka
    import CCSView

    /// The options for feeds from Kafka.
    struct KafkaOptions: ParsableArguments, Sendable {
        @Option(
            help: ArgumentHelp(
                "With --connect kafka://BROKER,BROKER/TOPIC, how to speak to the brokers: properties of librdkafka, NAME=VALUE "
                    + "a line, above all for TLS and SASL. Nobody else may read the file (chmod 600).",
                valueName: "file"), completion: .file())
        var kafkaConfig: String?

        @Option(
            help: ArgumentHelp(
                "With --connect kafka://, where to begin: now, beginning, so long ago (15m), or at a time: 14:03:22, "
                    + "2026-11-23T14:03:22, or ms since 1970 (UTC).", valueName: "when"),
            completion: .list(["now", "beginning"]))
        var kafkaFrom: KafkaMoment = .now

        @Option(
            help: ArgumentHelp(
                "With --connect kafka://, share the topic with the other viewers of this group, each with some of its "
                    + "partitions.", valueName: "name"))
        var kafkaGroup: String?

        mutating func validate() throws {
            guard kafkaGroup != "" else { throw ValidationError("--kafka-group wants a name.") }
        }

        /// Whether the user gave any of them.
        var areGiven: Bool { kafkaConfig != nil || kafkaFrom != .now || kafkaGroup != nil }

        /// The options of the feed. Throws wrong use for a problem with the configuration file.
        func reading(now: Int64) throws -> KafkaFeed.Options {
            var options = KafkaFeed.Options()
            options.group = kafkaGroup
            do {
                options.start = try kafkaFrom.start(now: now)
                if let kafkaConfig {
                    let text = try PrivateFile.text(of: kafkaConfig, what: "Kafka settings")
                    options.settings = try KafkaSettings(parsing: text)
                }
            } catch { throw ExitStatus.wrongUse("\(error)") }
            return options
        }
    }

    /// A position in a topic, as on the command line.
    enum KafkaMoment: ExpressibleByArgument, Equatable {
        case now
        case beginning
        case ago(Int64)
        case at(StartTime)

        init?(argument: String) {
            switch argument {
            case "now": self = .now
            case "beginning": self = .beginning
            default:
                if let time = StartTime(argument) {
                    // An offset from the beginning is refused, because the beginning of a topic has no known time.
                    if case .after = time { return nil }
                    self = .at(time)
                } else {
                    guard let ago = Milliseconds(argument: argument) else { return nil }
                    self = .ago(Int64(ago.value))
                }
            }
        }

        var defaultValueDescription: String { "now" }

        /// The start position. Throws if the time is in the future.
        func start(now: Int64) throws(FeedError) -> KafkaStart {
            switch self {
            case .now: return .now
            case .beginning: return .beginning
            case .ago(let length): return .since(max(0, now - length))
            case .at(let time):
                // A time of day means its latest occurrence.
                let moment = time.moment(beginning: now - 86_400_000 + 1)
                guard moment <= now else {
                    throw FeedError("--kafka-from is a time that has not come yet", advice: "times are UTC")
                }
                return .since(moment)
            }
        }
    }
#endif
