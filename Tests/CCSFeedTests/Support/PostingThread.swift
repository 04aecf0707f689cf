@testable import CCSFeed

/// Posts the numbers from 0 on, one in each chunk, on a separate thread.
struct PostingThread {
    let mailbox: FeedMailbox
    let source: Int
    let count: Int
    let stopper: FeedStopper

    init(mailbox: FeedMailbox, source: Int, count: Int) throws {
        self.mailbox = mailbox
        self.source = source
        self.count = count
        stopper = try FeedStopper()
    }

    func start() throws {
        try OwnedThread().start { [self] in
            for number in 0..<count {
                guard mailbox.post(.bytes(FeedChunk("\(number)", source: source)), stopper: stopper) else { return }
            }
        }
    }
}
