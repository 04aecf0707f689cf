internal import Synchronization

/// How a feed over the network fared so far.
public struct ConnectionFacts: Sendable, Equatable {
    /// What became of the subscription.
    public enum Subscription: Sendable, Equatable {
        /// Nothing was asked for.
        case none
        /// It was asked for, and there was no answer yet.
        case asked
        case accepted
        case refused
    }

    /// Connections that came about.
    public var connections = 0

    /// The subscription of the last of them.
    public var subscription = Subscription.none

    /// Answers to notifies that could not be sent: the feed did not read them, or its `qid` was over 1024 bytes.
    public var answersDropped = 0
}

/// Where the connection's thread notes the facts and others read them.
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
