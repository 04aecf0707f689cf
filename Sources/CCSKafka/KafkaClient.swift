#if Kafka
    internal import CCSFeed
    internal import CRdkafka

    /// A client of a cluster that reads one topic. It sends requests to brokers, and translates their errors.
    ///
    /// It never commits an offset and never creates a topic. Without a group, the brokers store nothing about the client.
    final class KafkaClient {
        let handle: OpaquePointer
        /// The topic and its name.
        let topic: OpaquePointer
        let name: String
        /// The queue of librdkafka's events.
        private let events: OpaquePointer
        /// The queue of messages.
        let messages: OpaquePointer

        /// Why no broker could be used; nil once one answers.
        var cause: FeedTrouble?

        /// Timeout of a request to the brokers, in milliseconds.
        private static let patience: Int32 = 2000

        /// A client that asks these brokers first, with the settings of the file, in a group or alone (nil). Throws the
        /// problem with the settings.
        init(_ address: KafkaAddress, settings: KafkaSettings, group: String?) throws(FeedError) {
            let configuration = try settings.configuration(address.brokers, group: group)
            var words = [CChar](repeating: 0, count: 512)
            guard let handle = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, &words, words.count) else {
                rd_kafka_conf_destroy(configuration)
                throw FeedError(
                    "the Kafka client cannot be set up so", advice: settings.withoutSecrets(KafkaSettings.text(words)))
            }
            guard let topic = rd_kafka_topic_new(handle, address.topic, nil) else {
                rd_kafka_destroy(handle)
                throw FeedError("librdkafka does not take the topic \(address.topic)")
            }
            if group != nil { rd_kafka_poll_set_consumer(handle) }
            guard let events = rd_kafka_queue_get_main(handle),
                let messages = group == nil ? rd_kafka_queue_new(handle) : rd_kafka_queue_get_consumer(handle)
            else {
                rd_kafka_topic_destroy(topic)
                rd_kafka_destroy(handle)
                throw KafkaSettings.noMemory
            }
            // OAUTHBEARER fetches its tokens on a separate thread.
            if let error = rd_kafka_sasl_background_callbacks_enable(handle) { rd_kafka_error_destroy(error) }
            (self.handle, self.topic, name, self.events, self.messages) = (
                handle, topic, address.topic, events, messages
            )
        }

        deinit {
            rd_kafka_queue_destroy(messages)
            rd_kafka_queue_destroy(events)
            rd_kafka_topic_destroy(topic)
            rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
        }

        /// The last error since the previous call that concerns the whole cluster.
        func trouble() -> FeedTrouble? {
            var found: FeedTrouble?
            while let event = rd_kafka_queue_poll(events, 0) {
                if rd_kafka_event_type(event) == RD_KAFKA_EVENT_ERROR {
                    found = clusterTrouble(rd_kafka_event_error(event)) ?? found
                }
                rd_kafka_event_destroy(event)
            }
            return found
        }

        /// The partitions of the topic. Throws why they are unknown.
        func partitions() throws(FeedTrouble) -> [Int32] {
            var found: UnsafePointer<rd_kafka_metadata>?
            // Requests only this topic. A request for all known topics could make the brokers create it again.
            let code = rd_kafka_metadata(handle, 0, topic, &found, Self.patience)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let found else { throw trouble(code) }
            defer { rd_kafka_metadata_destroy(found) }
            cause = nil
            guard found.pointee.topic_cnt > 0, let facts = found.pointee.topics?.pointee else {
                throw trouble(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
            }
            guard facts.err == RD_KAFKA_RESP_ERR_NO_ERROR else { throw trouble(facts.err) }
            guard facts.partition_cnt > 0, let list = facts.partitions else {
                throw trouble(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
            }
            return UnsafeBufferPointer(start: list, count: Int(facts.partition_cnt)).map(\.id)
        }

        /// The first offset to read in a partition. Throws why it is unknown.
        func offset(of partition: Int32, from start: KafkaStart) throws(FeedTrouble) -> Int64 {
            if case .since(let at) = start, let offset = try offset(of: partition, since: at) { return offset }
            // Requested now and not with the first fetch, so that messages published in between are not skipped.
            var (low, high): (Int64, Int64) = (0, 0)
            let code = rd_kafka_query_watermark_offsets(handle, name, partition, &low, &high, Self.patience)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw trouble(code) }
            return start == .beginning ? low : high
        }

        /// The offset of the first message at or after that time; nil if there is none.
        private func offset(of partition: Int32, since at: Int64) throws(FeedTrouble) -> Int64? {
            guard let list = rd_kafka_topic_partition_list_new(1) else { throw .other(KafkaSettings.noMemory.message) }
            defer { rd_kafka_topic_partition_list_destroy(list) }
            rd_kafka_topic_partition_list_add(list, name, partition)?.pointee.offset = at
            let code = rd_kafka_offsets_for_times(handle, list, Self.patience)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer = list.pointee.elems?.pointee else {
                throw trouble(code)
            }
            guard answer.err == RD_KAFKA_RESP_ERR_NO_ERROR else { throw trouble(answer.err) }
            return answer.offset >= 0 ? answer.offset : nil
        }
    }
#endif
