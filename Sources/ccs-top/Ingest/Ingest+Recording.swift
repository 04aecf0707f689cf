import CCSFeed
import CCSState
import CCSView

extension Ingest {
    /// Stops taking items, freezes the time, and writes the rest of the recording within this many milliseconds. If the feed
    /// `isOver`, the time is that of its loss.
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
    /// Converts the status for the header.
    init(_ status: RecordingStatus) {
        self.init(bytes: status.bytes, lost: status.lost, trouble: status.trouble)
    }
}

extension FeedStatus {
    /// The text for the recording. It contains no text of the feed.
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
