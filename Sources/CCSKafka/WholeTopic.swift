#if Kafka
    internal import CCSFeed
    internal import CRdkafka

    /// Reads all partitions of a topic without a group, so that the brokers store nothing about it.
    final class WholeTopic: KafkaReader {
        private let client: KafkaClient
        private let start: KafkaStart
        private let clock: FeedClock
        private var reading: Set<Int32> = []
        private var found: Int?
        /// Whether all partitions that existed at the start are being read.
        private var isBegun = false
        private var hasLoss = false
        private var trouble: FeedTrouble?
        private var looksAt: Int64 = 0

        /// Milliseconds between two checks for new partitions.
        private static let lookAfter: Int64 = 60_000
        /// The number of messages taken at once.
        private static let batch = 64

        init(_ client: KafkaClient, from start: KafkaStart, clock: FeedClock) {
            (self.client, self.start, self.clock) = (client, start, clock)
        }

        deinit {
            for partition in reading { rd_kafka_consume_stop(client.topic, partition) }
        }

        var partitions: KafkaFacts { KafkaFacts(read: reading.count, all: found) }

        func leave() {}

        func takeLoss() -> Bool {
            defer { hasLoss = false }
            return hasLoss
        }

        func read(into lines: inout [UInt8], now: Int64) -> KafkaProgress {
            if let found = client.trouble() { note(found, now: now) }
            if Self.isDue(looksAt, now: now, after: Self.lookAfter) { look(now: now) }
            if take(into: &lines, now: now) {
                trouble = nil
                return .messages
            }
            if let trouble { return .stuck(trouble, retryAt: looksAt) }
            return isBegun ? .idle : .waiting
        }

        private func note(_ found: FeedTrouble, now: Int64) {
            (trouble, looksAt) = (found, min(looksAt, now + Self.retryAfter))
        }

        /// Starts to read the partitions that are not read yet.
        private func look(now: Int64) {
            do throws(FeedTrouble) {
                let all = try client.partitions()
                found = all.count
                for partition in all where !reading.contains(partition) {
                    // All messages of a new partition are new. After a loss, reading continues with the oldest message.
                    let offset = try client.offset(of: partition, from: isBegun ? .beginning : start)
                    guard rd_kafka_consume_start_queue(client.topic, partition, offset, client.messages) == 0 else {
                        throw client.trouble(rd_kafka_last_error())
                    }
                    reading.insert(partition)
                }
                (isBegun, trouble, looksAt) = (true, nil, now + Self.lookAfter)
            } catch {
                // The request itself took time.
                (trouble, looksAt) = (error, clock.wallMilliseconds() + Self.retryAfter)
            }
        }

        private func take(into lines: inout [UInt8], now: Int64) -> Bool {
            // Takes a single message first, because the library waits until a batch is full.
            guard take(1, waiting: Self.waitsFor, into: &lines, now: now) > 0 else { return false }
            while lines.count < Self.enough, take(Self.batch, waiting: 0, into: &lines, now: now) == Self.batch {}
            return !lines.isEmpty
        }

        private func take(_ count: Int, waiting: Int32, into lines: inout [UInt8], now: Int64) -> Int {
            withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<rd_kafka_message_t>?.self, capacity: count) { room in
                let came = max(0, rd_kafka_consume_batch_queue(client.messages, waiting, room.baseAddress, count))
                for message in room.prefix(came) {
                    guard let message else { continue }
                    take(message.pointee, into: &lines, now: now)
                    rd_kafka_message_destroy(message)
                }
                return came
            }
        }

        private func take(_ message: rd_kafka_message_t, into lines: inout [UInt8], now: Int64) {
            switch message.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                KafkaLines.append(UnsafeRawBufferPointer(start: message.payload, count: message.len), to: &lines)
            case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
                // The next message was deleted. Reading continues with the oldest one.
                rd_kafka_consume_stop(client.topic, message.partition)
                reading.remove(message.partition)
                (hasLoss, looksAt) = (true, now)
            default:
                note(client.trouble(message.err), now: now)
            }
        }
    }
#endif
