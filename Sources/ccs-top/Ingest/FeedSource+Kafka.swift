#if Kafka
    import CCSEvents
    import CCSFeed
    import CCSKafka
    import CCSView

    extension FeedSource {
        /// Opens a feed from Kafka.
        static func kafka(
            _ address: KafkaAddress, number: Int, _ settings: Settings, _ mailbox: FeedMailbox
        ) throws -> FeedSource {
            let clock = FeedClock.system
            let options = try settings.options.kafka.reading(now: clock.wallMilliseconds())
            let feed = try KafkaFeed(
                address: address, options: options, source: number, mailbox: mailbox, clock: clock)
            return FeedSource(
                number: number, name: address.description, isLive: true, isConnected: true,
                start: {
                    do throws(FeedError) { try feed.start() } catch { throw ExitStatus.wrongUse("\(error)") }
                }, trust: trust(in: address, options.settings), remarks: { remarks(on: feed.facts, options) },
                leave: { feed.leave() })
        }

        private static func trust(in address: KafkaAddress, _ settings: KafkaSettings) -> FeedTrust {
            if settings.isEncrypted {
                return settings.checksCertificates ? .verified : .unverified(why: "--kafka-config")
            }
            return address.isLoopback ? .local : .plain(instead: "security.protocol in --kafka-config")
        }

        private static func remarks(on facts: KafkaFacts, _ options: KafkaFeed.Options) -> [SourceLine.Remark] {
            guard let all = facts.all else { return [] }
            guard let group = options.group else { return [SourceLine.Remark("partitions", "\(facts.read)")] }
            let share = "\(facts.read) of \(all), shared in the group \(DisplayText(sanitizing: group).string)"
            return [SourceLine.Remark("partitions", share, isWarning: facts.read == 0)]
        }
    }
#endif
