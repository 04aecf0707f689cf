#if Kafka
    import CRdkafka

    /// A mock cluster of librdkafka on loopback, and a publisher.
    final class Cluster {
        private let keeper: OpaquePointer
        private let mock: OpaquePointer
        private let publisher: OpaquePointer
        let brokers: String

        struct Unavailable: Error {}

        init(topic: String, partitions: Int32) throws {
            guard let keeper = rd_kafka_new(RD_KAFKA_PRODUCER, Self.configuration(), nil, 0),
                let mock = rd_kafka_mock_cluster_new(keeper, 1), let list = rd_kafka_mock_cluster_bootstraps(mock)
            else { throw Unavailable() }
            let brokers = String(cString: list)
            rd_kafka_mock_topic_create(mock, topic, partitions, 1)
            let settings = ["bootstrap.servers": brokers, "message.max.bytes": "4000000"]
            guard let publisher = rd_kafka_new(RD_KAFKA_PRODUCER, Self.configuration(settings), nil, 0) else {
                throw Unavailable()
            }
            (self.keeper, self.mock, self.publisher, self.brokers) = (keeper, mock, publisher, brokers)
        }

        deinit {
            rd_kafka_destroy(publisher)
            rd_kafka_mock_cluster_destroy(mock)
            rd_kafka_destroy(keeper)
        }

        private static func configuration(_ settings: [String: String] = [:]) -> OpaquePointer? {
            let made = rd_kafka_conf_new()
            rd_kafka_conf_set_log_cb(made, nil)
            for (name, value) in settings { rd_kafka_conf_set(made, name, value, nil, 0) }
            return made
        }

        /// Publishes messages with one key, and waits until the broker has them. Nil makes a tombstone.
        func publish(_ values: [String?], key: String = "k", to topic: String, partition: Int32 = -1) throws {
            let key = Array(key.utf8)
            for value in values {
                let bytes = value.map { Array($0.utf8) }
                // Only a null pointer makes a tombstone, and the pointer of an empty array may be null.
                let room = (bytes ?? []) + [0]
                let code = room.withUnsafeBytes { room in
                    ccs_kafka_produce(
                        publisher, topic, partition, key, key.count, bytes == nil ? nil : room.baseAddress,
                        bytes?.count ?? 0)
                }
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw Unavailable() }
            }
            guard rd_kafka_flush(publisher, 30_000) == RD_KAFKA_RESP_ERR_NO_ERROR else { throw Unavailable() }
        }

        func setDown(_ isDown: Bool) {
            if isDown { rd_kafka_mock_broker_set_down(mock, -1) } else { rd_kafka_mock_broker_set_up(mock, -1) }
        }

        /// Sets whether a topic exists. The mock broker otherwise creates every requested topic, as old brokers did.
        func set(_ topic: String, isThere: Bool) {
            rd_kafka_mock_topic_set_error(
                mock, topic, isThere ? RD_KAFKA_RESP_ERR_NO_ERROR : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        }

        /// The offset that a group has committed for a partition; negative without one.
        func committed(group: String, topic: String, partition: Int32) throws -> Int64 {
            let own = Self.configuration(["bootstrap.servers": brokers, "group.id": group])
            guard let asker = rd_kafka_new(RD_KAFKA_CONSUMER, own, nil, 0),
                let list = rd_kafka_topic_partition_list_new(1)
            else { throw Unavailable() }
            defer {
                rd_kafka_topic_partition_list_destroy(list)
                rd_kafka_destroy(asker)
            }
            rd_kafka_topic_partition_list_add(list, topic, partition)
            guard rd_kafka_committed(asker, list, 30_000) == RD_KAFKA_RESP_ERR_NO_ERROR,
                let element = list.pointee.elems
            else { throw Unavailable() }
            return element.pointee.offset
        }
    }
#endif
