#if Kafka
    internal import CCSFeed
    internal import CRdkafka

    extension KafkaSettings {
        static var noMemory: FeedError { FeedError("there is not enough memory for a Kafka client") }

        /// Defaults that the file may change: a bounded prefetch, so that the brokers keep the rest, and a fast reconnect.
        private static let usual = [
            ("client.id", "ccs-top"), ("queued.max.messages.kbytes", "16384"), ("fetch.max.bytes", "16777216"),
            ("reconnect.backoff.max.ms", "2000"), ("topic.metadata.refresh.interval.ms", "60000"),
        ]

        /// Properties that the file must not change. Their names are in ``ours``.
        private static let fixed = [
            ("enable.auto.commit", "false"), ("auto.commit.enable", "false"), ("enable.auto.offset.store", "false"),
            ("allow.auto.create.topics", "false"), ("auto.offset.reset", "error"), ("enable.partition.eof", "false"),
            // The library's log would write over the screen.
            ("log_level", "0"),
        ]

        /// The settings as an object of the library, for these brokers, in a group or alone. Throws the wrong line. The
        /// caller must destroy the object unless a client was made from it.
        func configuration(_ brokers: [String], group: String?) throws(FeedError) -> OpaquePointer {
            guard let made = rd_kafka_conf_new() else { throw Self.noMemory }
            do throws(FeedError) {
                for (name, value) in Self.usual { try Self.set(made, name, value) }
                for entry in entries { try Self.set(made, entry) }
                for (name, value) in Self.fixed { try Self.set(made, name, value) }
                try Self.set(made, "bootstrap.servers", brokers.joined(separator: ","))
                if let group { try Self.set(made, "group.id", group) }
            } catch {
                rd_kafka_conf_destroy(made)
                throw error
            }
            rd_kafka_conf_set_log_cb(made, nil)
            rd_kafka_conf_set_events(made, RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_REBALANCE)
            rd_kafka_conf_enable_sasl_queue(made, 1)
            return made
        }

        private static func set(_ made: OpaquePointer, _ name: String, _ value: String) throws(FeedError) {
            var words = [CChar](repeating: 0, count: 256)
            guard rd_kafka_conf_set(made, name, value, &words, words.count) == RD_KAFKA_CONF_OK else {
                throw FeedError("librdkafka does not take its setting \(name)", advice: text(words))
            }
        }

        /// Sets a property. The message does not contain the library's text, because it repeats the value.
        private static func set(_ made: OpaquePointer, _ entry: Entry) throws(FeedError) {
            switch rd_kafka_conf_set(made, entry.name, entry.value, nil, 0) {
            case RD_KAFKA_CONF_OK: break
            case RD_KAFKA_CONF_UNKNOWN:
                throw FeedError(
                    "line \(entry.line) of the Kafka settings: there is no property of this name",
                    advice: "they are librdkafka's, as in security.protocol=SASL_SSL")
            default:
                throw FeedError("line \(entry.line) of the Kafka settings: \(entry.name) does not take this value")
            }
        }

        static func text(_ words: [CChar]) -> String {
            String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
#endif
