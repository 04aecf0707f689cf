internal import Synchronization

/// Counts of a feed over the network since its start.
public struct ConnectionFacts: Sendable, Equatable {
    /// The result of the subscription.
    public enum Subscription: Sendable, Equatable {
        /// No subscription was requested.
        case none
        /// Requested, but not answered yet.
        case asked
        case accepted
        case refused
    }

    /// The number of connections that were opened.
    public var connections = 0

    /// The subscription of the last connection.
    public var subscription = Subscription.none

    /// Answers to notifies that were not sent: the feed did not read them, or its `qid` was longer than 1,024 bytes.
    public var answersDropped = 0
}

/// Holds the facts: the event loop writes them, and other threads read them.
final class ConnectionFactsBoard: Sendable {
    private let held = Mutex(ConnectionFacts())

    var facts: ConnectionFacts { held.withLock { $0 } }

    func connected() {
        held.withLock {
            $0.connections += 1
            $0.subscription = .none
        }
    }

    func subscribed(_ how: ConnectionFacts.Subscription) {
        held.withLock { $0.subscription = how }
    }
}
