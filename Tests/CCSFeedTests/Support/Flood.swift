@testable import CCSFeed

/// Sends a block many times on a separate thread, as fast as the receiver takes it. The peer must live until all blocks have
/// arrived.
func flood(_ peer: LoopbackServer.Peer, with block: [UInt8], times: Int) throws {
    let descriptor = peer.descriptor
    try OwnedThread().start {
        for _ in 0..<times {
            guard (try? sendAll(block, to: descriptor)) != nil else { return }
        }
    }
}
