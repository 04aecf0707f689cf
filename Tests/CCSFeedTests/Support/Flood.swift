@testable import CCSFeed

/// Sends a block many times over from a thread of its own, as fast as the other side takes it. The peer must live
/// until all of it has arrived.
func flood(_ peer: LoopbackServer.Peer, with block: [UInt8], times: Int) throws {
    let descriptor = peer.descriptor
    try OwnedThread().start {
        for _ in 0..<times {
            guard (try? sendAll(block, to: descriptor)) != nil else { return }
        }
    }
}
