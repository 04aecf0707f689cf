import CCSKafka

extension Settings {
    #if Kafka
        /// Checks the options for Kafka.
        static func checkKafka(_ options: Options, _ addresses: [FeedPlace]) throws {
            let isKafka = addresses.contains(where: \.isKafka)
            guard isKafka || !options.kafka.areGiven else {
                throw ExitStatus.wrongUse("--kafka-config, --kafka-from and --kafka-group go with --connect kafka://")
            }
            // Without --for, `--once` would never end.
            guard !isKafka || !options.once || options.duration != nil else {
                throw ExitStatus.wrongUse("a topic has no end: say how long --once reads it, as in --for 10s")
            }
        }
    #else
        /// Refuses addresses of Kafka.
        static func checkKafka(_ options: Options, _ addresses: [FeedPlace]) throws {
            guard !addresses.contains(where: \.isKafka) else { throw withoutKafka }
        }

        /// The error for a Kafka address.
        static let withoutKafka = ExitStatus.wrongUse(
            "this ccs-top was built without Kafka: build it in with 'make KAFKA=1', which needs librdkafka-dev")
    #endif
}
