#if Kafka
    import CCSFeed
    import CCSKafka
    import Testing

    @Suite(.serialized) struct KafkaGroupTests {
        private let topic = "calls"

        private func feed(_ cluster: Cluster, _ taker: Taker, from start: KafkaStart = .now) throws -> KafkaFeed {
            var options = KafkaFeed.Options()
            options.start = start
            options.group = "viewers"
            // The mock brokers always wait this long before a rebalance.
            options.settings = try KafkaSettings(parsing: "session.timeout.ms=6000\nheartbeat.interval.ms=500")
            let address = try KafkaAddress(parsing: "kafka://\(cluster.brokers)/\(topic)")
            let feed = try KafkaFeed(address: address, options: options, source: 0, mailbox: taker.mailbox)
            try feed.start()
            return feed
        }

        @Test func nothingIsCommitted() throws {
            let cluster = try Cluster(topic: topic, partitions: 4)
            for partition in 0..<4 { try cluster.publish(["old"], to: topic, partition: Int32(partition)) }
            var taker = try Taker()
            let feed = try feed(cluster, taker, from: .beginning)
            try taker.take { $0.lines.count >= 4 }
            for partition in 0..<4 { try cluster.publish(["new"], to: topic, partition: Int32(partition)) }
            try taker.take { $0.lines.count >= 8 }
            #expect(taker.lines.sorted() == Array(repeating: "new", count: 4) + Array(repeating: "old", count: 4))
            feed.leave()
            for partition in 0..<4 {
                #expect(try cluster.committed(group: "viewers", topic: topic, partition: Int32(partition)) < 0)
            }
        }

        @Test func twoViewersShareItAndWhoStaysGetsAllOfIt() throws {
            let cluster = try Cluster(topic: topic, partitions: 4)
            var (one, other) = (try Taker(), try Taker())
            let first = try feed(cluster, one)
            defer { first.leave() }
            try one.take { $0.isLive }
            #expect(first.facts.read == 4)
            let second = try feed(cluster, other)
            // Both must answer during the rebalance.
            try one.take { _ in first.facts.read == 2 && second.facts.read == 2 }
            try one.take { $0.isLive }
            try other.take { $0.isLive }
            for partition in 0..<4 { try cluster.publish(["\(partition)"], to: topic, partition: Int32(partition)) }
            try one.take { $0.lines.count >= 2 }
            try other.take { $0.lines.count >= 2 }
            #expect((one.lines + other.lines).sorted() == ["0", "1", "2", "3"])
            // Events of partitions that went to the other viewer do not come here any more.
            #expect(one.gaps == [0])

            second.leave()
            try one.take { _ in first.facts.read == 4 }
            for partition in 0..<4 { try cluster.publish(["\(partition)!"], to: topic, partition: Int32(partition)) }
            try one.take { $0.lines.filter { $0.hasSuffix("!") }.count >= 4 }
            #expect(one.lines.filter { $0.hasSuffix("!") }.sorted() == ["0!", "1!", "2!", "3!"])
        }
    }
#endif
