import CCSFeed

/// Takes items from a mailbox and stores them.
struct Taking {
    let mailbox: FeedMailbox
    private(set) var items: [FeedItem] = []

    init(_ mailbox: FeedMailbox) {
        self.mailbox = mailbox
    }

    /// All bytes so far, in order.
    var bytes: [UInt8] {
        items.flatMap { item -> ArraySlice<UInt8> in
            if case .bytes(let chunk) = item { chunk.storage.prefix(chunk.count) } else { [] }
        }
    }

    /// The connections that the bytes came on, in order.
    var connections: [Int] {
        items.compactMap { if case .bytes(let chunk) = $0 { chunk.connection } else { nil } }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var statuses: [FeedStatus] {
        items.compactMap { if case .status(_, let status) = $0 { status } else { nil } }
    }

    var end: FeedEnd? {
        items.lazy.compactMap { if case .ended(_, let end) = $0 { end } else { nil } }.first
    }

    /// Whether each gap was inside a line, in order.
    var gaps: [Bool] {
        items.compactMap { if case .gap(_, let midLine) = $0 { midLine } else { nil } }
    }

    /// Takes the items that are there now.
    mutating func takeNow() {
        items += mailbox.take(timeoutMilliseconds: 0)
    }

    /// Takes until the condition holds. Returns false if nothing comes for half a minute.
    mutating func take(until isSo: (Taking) -> Bool) -> Bool {
        while !isSo(self) {
            let new = mailbox.take(timeoutMilliseconds: 30_000)
            if new.isEmpty { return false }
            items += new
        }
        return true
    }
}
