import CCSFeed
import CCSState
import CCSView

extension Ingest {
    /// Takes nothing more: time stands still, and what was recorded is written, as far as the disk takes it in so many milliseconds.
    /// If nothing is taken because the feed `isOver`, time stands still from its loss on.
    mutating func stop(within milliseconds: Int = 5000, isOver: Bool = false) {
        let now = clock.wallMilliseconds()
        let loss = isOver ? reducer.lastLossAt : nil
        stoppedAt = min(now, loss.map { max($0, reducer.facts.lastArrival ?? $0) } ?? now)
        tick()
        reducer.closeJournal(wall: now)
        recorder?.handOver(&reducer)
        recorder?.close(timeoutMilliseconds: milliseconds)
        replayEnd?.leave()
    }
}

extension RecordingState {
    /// What the header says of it.
    init(_ status: RecordingStatus) {
        self.init(bytes: status.bytes, lost: status.lost, trouble: status.trouble)
    }
}

extension FeedStatus {
    /// What a recording says of it: nothing that came from the feed.
    var words: String? {
        switch self {
        case .connecting: nil
        case .live: "live"
        case .refused: "refused"
        case .reconnecting: "lost"
        case .ended: "ended"
        case .failed: "failed"
        }
    }
}
