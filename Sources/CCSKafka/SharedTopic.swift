#if Kafka
    internal import CCSFeed
    internal import CRdkafka

    /// Reads the partitions that the group assigns to it, so that several viewers share one feed.
    ///
    /// It commits no offset. A partition that is assigned again continues where this viewer stopped. A partition that is
    /// assigned later than the first ones starts a little earlier. Its former viewer may have stopped reading that long
    /// before the group noticed.
    final class SharedTopic: KafkaReader {
        private let client: KafkaClient
        private let start: KafkaStart
        private let clock: FeedClock
        /// The partitions assigned to this viewer; nil before the group assigned any.
        private var own: Set<Int32>?
        /// The partitions before the rebalance.
        private var before: Set<Int32> = []
        /// The offset after the last message of each partition that was ever read.
        private var next: [Int32: Int64] = [:]
        /// The start positions of partitions that are read for the first time, or that lost messages.
        private var begins: [Int32: KafkaStart] = [:]
        private var isLater = false
        private var isPlaced = false
        private var hasLoss = false
        private var found: Int?
        private var trouble: FeedTrouble?
        private var looksAt: Int64 = 0

        /// Milliseconds until the group reassigns the partitions of a dead viewer, with some reserve.
        private static let overlap: Int64 = 60_000

        init(_ client: KafkaClient, from start: KafkaStart, clock: FeedClock) throws(FeedError) {
            guard let list = rd_kafka_topic_partition_list_new(1) else { throw KafkaSettings.noMemory }
            defer { rd_kafka_topic_partition_list_destroy(list) }
            rd_kafka_topic_partition_list_add(list, client.name, -1)
            let code = rd_kafka_subscribe(client.handle, list)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw FeedError("cannot join the group: \(client.trouble(code))")
            }
            (self.client, self.start, self.clock) = (client, start, clock)
        }

        var partitions: KafkaFacts { KafkaFacts(read: own?.count ?? 0, all: found) }

        /// Leaves the group. Otherwise it would wait for a timeout before it reassigns the partitions.
        func leave() { rd_kafka_consumer_close(client.handle) }

        func takeLoss() -> Bool {
            defer { hasLoss = false }
            return hasLoss
        }

        func read(into lines: inout [UInt8], now: Int64) -> KafkaProgress {
            if Self.isDue(looksAt, now: now, after: Self.retryAfter),
                trouble != nil || found == nil || (own != nil && !isPlaced)
            {
                look(now: now)
            }
            var isFirst = true
            while lines.count < Self.enough,
                let event = rd_kafka_queue_poll(client.messages, isFirst ? Self.waitsFor : 0)
            {
                isFirst = false
                take(event, into: &lines, now: now)
                rd_kafka_event_destroy(event)
            }
            if !lines.isEmpty {
                trouble = nil
                return .messages
            }
            if let trouble { return .stuck(trouble, retryAt: looksAt) }
            return own != nil && isPlaced ? .idle : .waiting
        }

        /// Checks whether the topic exists and the brokers answer, because a quiet topic does not show that.
        private func look(now: Int64) {
            do throws(FeedTrouble) {
                found = try client.partitions().count
                trouble = nil
                if own != nil, !isPlaced { place(now: now) }
            } catch { trouble = error }
            // The request itself took time.
            looksAt = clock.wallMilliseconds() + Self.retryAfter
        }

        private func take(_ event: OpaquePointer, into lines: inout [UInt8], now: Int64) {
            switch rd_kafka_event_type(event) {
            case RD_KAFKA_EVENT_FETCH:
                while let message = rd_kafka_event_message_next(event) {
                    let message = message.pointee
                    KafkaLines.append(UnsafeRawBufferPointer(start: message.payload, count: message.len), to: &lines)
                    next[message.partition] = message.offset + 1
                }
            case RD_KAFKA_EVENT_REBALANCE:
                divide(event, now: now)
            case RD_KAFKA_EVENT_ERROR:
                note(event, now: now)
            default: break
            }
        }

        private func note(_ event: OpaquePointer, now: Int64) {
            let code = rd_kafka_event_error(event)
            let place = rd_kafka_event_topic_partition(event)
            defer { if let place { rd_kafka_topic_partition_destroy(place) } }
            guard let place else {
                if let found = client.clusterTrouble(code) {
                    (trouble, looksAt) = (found, now + Self.retryAfter)
                }
                return
            }
            if code == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET {
                // The next message was deleted. Reading continues with the oldest one.
                next[place.pointee.partition] = nil
                begins[place.pointee.partition] = .beginning
                hasLoss = true
                self.place(now: now)
            } else {
                (trouble, looksAt) = (client.trouble(code), now + Self.retryAfter)
            }
        }

        /// Handles a rebalance: the group revokes all partitions and assigns them again.
        private func divide(_ event: OpaquePointer, now: Int64) {
            guard rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS,
                let list = rd_kafka_event_topic_partition_list(event)
            else {
                before.formUnion(own ?? [])
                own = nil
                rd_kafka_assign(client.handle, nil)
                return
            }
            let given = Set((0..<Int(list.pointee.cnt)).compactMap { list.pointee.elems?[$0].partition })
            for partition in given where next[partition] == nil {
                begins[partition] = isLater && start == .now ? .since(now - Self.overlap) : start
            }
            // This viewer gets no more events of the calls in partitions that it lost.
            if !before.isSubset(of: given) { hasLoss = true }
            (own, before, isLater) = (given, [], true)
            (found, looksAt) = (nil, now)
            place(now: now)
        }

        /// Starts to read the assigned partitions at their offsets, as far as the brokers answer.
        private func place(now: Int64) {
            guard let own, let list = rd_kafka_topic_partition_list_new(Int32(clamping: own.count)) else { return }
            defer { rd_kafka_topic_partition_list_destroy(list) }
            isPlaced = true
            for partition in own.sorted() {
                if next[partition] == nil, isPlaced { find(partition, now: now) }
                guard let offset = next[partition] else { continue }
                rd_kafka_topic_partition_list_add(list, client.name, partition)?.pointee.offset = offset
            }
            rd_kafka_assign(client.handle, list)
        }

        /// Requests the start offset of a partition. After a failure the others are not requested, because each request
        /// takes until its timeout.
        private func find(_ partition: Int32, now: Int64) {
            do throws(FeedTrouble) {
                next[partition] = try client.offset(of: partition, from: begins[partition] ?? start)
            } catch {
                (isPlaced, trouble, looksAt) = (false, error, now + Self.retryAfter)
            }
        }
    }
#endif
