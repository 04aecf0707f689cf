#if Kafka
    import CCSFeed
    import CCSKafka
    import Testing

    @Suite(.serialized) struct KafkaFeedTests {
        private let topic = "calls"

        private func feed(
            _ cluster: Cluster, _ taker: Taker, topic: String? = nil, from start: KafkaStart = .now,
            group: String? = nil, settings: String = ""
        ) throws -> KafkaFeed {
            var options = KafkaFeed.Options()
            options.start = start
            options.group = group
            options.settings = try KafkaSettings(parsing: settings)
            let address = try KafkaAddress(parsing: "kafka://\(cluster.brokers)/\(topic ?? self.topic)")
            let feed = try KafkaFeed(address: address, options: options, source: 0, mailbox: taker.mailbox)
            try feed.start()
            return feed
        }

        @Test func fromNowOnNothingOlderComes() throws {
            let cluster = try Cluster(topic: topic, partitions: 2)
            for partition in 0..<2 { try cluster.publish(["old"], to: topic, partition: Int32(partition)) }
            var taker = try Taker()
            let feed = try feed(cluster, taker)
            defer { feed.stop() }
            try taker.take { $0.isLive }
            for partition in 0..<2 { try cluster.publish(["new"], to: topic, partition: Int32(partition)) }
            try taker.take { $0.lines.count >= 2 }
            #expect(taker.lines == ["new", "new"])
            #expect(feed.facts == KafkaFacts(read: 2, all: 2))
        }

        @Test func aMessageArrivesAfterItWasPublished() throws {
            let cluster = try Cluster(topic: topic, partitions: 1)
            var taker = try Taker()
            let feed = try feed(cluster, taker)
            defer { feed.stop() }
            try taker.take { $0.isLive }
            for number in 1...5 {
                let publishedAt = FeedClock.system.wallMilliseconds()
                try cluster.publish(["\(number)"], to: topic)
                try taker.take { $0.lines.count >= number }
                #expect(try #require(taker.arrivals.last) >= publishedAt)
            }
        }

        @Test(arguments: [nil, "viewers"])
        func fromTheBeginningAllComesInTheOrderOfItsKey(group: String?) throws {
            let cluster = try Cluster(topic: topic, partitions: 4)
            let keys = ["a", "b", "c", "d", "e"]
            for number in 0..<20 { for key in keys { try cluster.publish(["\(key)\(number)"], key: key, to: topic) } }
            var taker = try Taker()
            let feed = try feed(cluster, taker, from: .beginning, group: group)
            defer { feed.leave() }
            try taker.take { $0.lines.count >= 100 }
            for key in keys {
                #expect(taker.lines.filter { $0.hasPrefix(key) } == (0..<20).map { "\(key)\($0)" })
            }
        }

        @Test func messagesBecomeLines() throws {
            let cluster = try Cluster(topic: topic, partitions: 1)
            var taker = try Taker()
            let feed = try feed(cluster, taker)
            defer { feed.stop() }
            try taker.take { $0.isLive }
            let long = String(repeating: "x", count: 3_000_000)
            try cluster.publish(["{\n\"class\":1\n}", "{\"a\":1}\n{\"b\":2}\n", "", nil, long, "last"], to: topic)
            try taker.take { $0.lines.last == "last" }
            #expect(taker.lines.count == 7)
            #expect(taker.lines.prefix(5) == ["{ \"class\":1 }", "{\"a\":1}", "{\"b\":2}", "", ""])
            // Longer than the limit of a line, so that it counts as oversized, but shorter than the message.
            #expect((1 << 20) + 1..<2_000_000 ~= taker.lines[5].utf8.count)
        }

        @Test(arguments: [nil, "viewers"])
        func afterAnOutageItGoesOnWhereItStopped(group: String?) throws {
            let cluster = try Cluster(topic: topic, partitions: 1)
            var taker = try Taker()
            let feed = try feed(cluster, taker, group: group)
            defer { feed.leave() }
            try taker.take { $0.isLive }
            try cluster.publish(["before"], to: topic)
            try taker.take { $0.lines.count >= 1 }
            cluster.setDown(true)
            try taker.take { !$0.isLive }
            #expect(taker.trouble?.description == "no broker answers")
            cluster.setDown(false)
            try cluster.publish(["after"], to: topic)
            try taker.take { $0.lines.count >= 2 && $0.isLive }
            #expect(taker.lines == ["before", "after"])
            // Nothing is missing.
            #expect(taker.gaps == [])
        }

        @Test func aQuietTopicIsLiveAgainAfterAnOutage() throws {
            let cluster = try Cluster(topic: topic, partitions: 1)
            var taker = try Taker()
            let feed = try feed(cluster, taker)
            defer { feed.stop() }
            try taker.take { $0.isLive }
            cluster.setDown(true)
            try taker.take { !$0.isLive }
            cluster.setDown(false)
            try taker.take { $0.isLive }
            #expect(taker.lines == [])
        }

        /// The brokers keep a limited part of a topic. A viewer that is slower misses messages, and reports a gap.
        @Test(arguments: [nil, "viewers"])
        func messagesDeletedByTheBrokersAreAGap(group: String?) throws {
            let cluster = try Cluster(topic: topic, partitions: 1)
            var taker = try Taker(limit: 1)
            let feed = try feed(
                cluster, taker, group: group, settings: "queued.min.messages=1\nqueued.max.messages.kbytes=1")
            defer { feed.leave() }
            try taker.take { $0.isLive }
            // The mailbox is full from here on, because nobody takes.
            let megabyte = String(repeating: "x", count: 1_000_000)
            for number in 0..<20 { try cluster.publish(["\(number) \(megabyte)"], to: topic) }
            try taker.take { $0.lines.last?.hasPrefix("19 ") == true && $0.isLive }
            let numbers = taker.lines.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
            #expect(taker.gaps.count == 1)
            let gap = try #require(taker.gaps.first)
            // In order, and complete except for the gap.
            #expect(Array(numbers[..<gap]) == Array(0..<gap))
            #expect(Array(numbers[gap...]) == Array(20 - (numbers.count - gap)..<20))
            #expect(numbers.count < 20)
        }

        @Test(arguments: [nil, "viewers"])
        func aTopicThatIsNotThereIsSaidUntilItIs(group: String?) throws {
            let cluster = try Cluster(topic: topic, partitions: 1)
            cluster.set("cals", isThere: false)
            var taker = try Taker()
            let feed = try feed(cluster, taker, topic: "cals", from: .beginning, group: group)
            defer { feed.leave() }
            try taker.take { $0.trouble != nil }
            #expect(taker.trouble?.description == "there is no topic cals")
            cluster.set("cals", isThere: true)
            try cluster.publish(["first"], to: "cals")
            try taker.take { $0.lines == ["first"] && $0.isLive }
        }

        @Test(arguments: [nil, "viewers"]) func aMissingBrokerIsReported(group: String?) throws {
            var taker = try Taker()
            var options = KafkaFeed.Options()
            options.group = group
            let address = try KafkaAddress(parsing: "kafka://127.0.0.1:1/\(topic)")
            let feed = try KafkaFeed(address: address, options: options, source: 0, mailbox: taker.mailbox)
            try feed.start()
            defer { feed.leave() }
            try taker.take { $0.trouble != nil }
            #expect(taker.trouble?.description == "no broker answers")
            // The connection is tried repeatedly.
            let count = taker.statuses.count
            try taker.take { $0.statuses.count > count }
            #expect(!taker.isLive)
        }

        @Test func timesThatNothingIsAsYoungAsBeginWithWhatComes() throws {
            let cluster = try Cluster(topic: topic, partitions: 1)
            try cluster.publish(["old"], to: topic)
            var taker = try Taker()
            let feed = try feed(cluster, taker, from: .since(4_000_000_000_000))
            defer { feed.stop() }
            try taker.take { $0.isLive }
            try cluster.publish(["new"], to: topic)
            try taker.take { $0.lines.count >= 1 }
            #expect(taker.lines == ["new"])
        }

        @Test func wrongSettingsAreSaidWithoutTheirValues() throws {
            let address = try KafkaAddress(parsing: "kafka://127.0.0.1:1/calls")
            for text in [
                "security.protocol=hunter2", "no.such.hunter2=hunter2", "ssl.key.pem=hunter2\nsecurity.protocol=ssl",
            ] {
                var options = KafkaFeed.Options()
                options.settings = try KafkaSettings(parsing: text)
                let feed = try KafkaFeed(address: address, options: options, source: 0, mailbox: FeedMailbox())
                let error = #expect(throws: FeedError.self) { try feed.start() }
                #expect(error.map { $0.description.contains("hunter2") } == false)
            }
        }
    }
#endif
