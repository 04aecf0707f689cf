#if Kafka
    import CCSFeed

    /// Takes the items of a feed until a condition holds.
    struct Taker {
        let mailbox: FeedMailbox
        private(set) var lines: [String] = []
        private(set) var statuses: [FeedStatus] = []
        /// The number of lines before each gap.
        private(set) var gaps: [Int] = []
        /// The arrival time of each piece: wall clock, milliseconds since 1970.
        private(set) var arrivals: [Int64] = []
        private var rest: [UInt8] = []

        /// The condition did not come true in time.
        struct Timeout: Error {
            let lines: Int
            let statuses: [FeedStatus]
        }

        init(limit: Int = 4 << 20) throws { mailbox = try FeedMailbox(limit: limit) }

        mutating func take(until isEnough: (Taker) -> Bool) throws {
            let end = ContinuousClock.now + .seconds(90)
            while !isEnough(self) {
                guard ContinuousClock.now < end else { throw Timeout(lines: lines.count, statuses: statuses) }
                for item in mailbox.take(timeoutMilliseconds: 1000) { take(item) }
            }
        }

        private mutating func take(_ item: FeedItem) {
            switch item {
            case .bytes(let chunk):
                rest += chunk.storage.prefix(chunk.count)
                arrivals.append(chunk.arrivedAt)
            case .status(_, let status): statuses.append(status)
            case .gap: gaps.append(lines.count)
            case .opened, .ended: break
            }
            while let end = rest.firstIndex(of: 0x0A) {
                lines.append(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }

        var isLive: Bool {
            if case .live? = statuses.last { true } else { false }
        }

        /// Why the topic cannot be read now; nil if it can.
        var trouble: FeedTrouble? {
            if case .reconnecting(_, _, let why)? = statuses.last { why } else { nil }
        }
    }
#endif
