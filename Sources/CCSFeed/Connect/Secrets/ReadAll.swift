internal import Glibc

/// Reads up to `most` bytes of a descriptor, at most up to the end of the piece that has the byte `last`. It waits for a
/// descriptor that has no data yet.
///
/// Returns nil and sets `errno` if reading fails. The buffer does not grow, and is wiped on a failure, because the bytes may
/// be a secret: no copy of them stays in freed memory.
package func readAll(_ descriptor: Int32, most: Int, upTo last: UInt8? = nil) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: most)
    var count = 0
    while count < most {
        let start = count
        let added = bytes.withUnsafeMutableBytes { room in
            read(descriptor, room.baseAddress.map { $0 + start }, room.count - start)
        }
        if added < 0, errno == EINTR { continue }
        if added < 0, errno == EAGAIN {
            var awaited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&awaited, 1, -1)
            continue
        }
        guard added >= 0 else {
            let code = errno
            FeedToken.wipe(&bytes)
            errno = code
            return nil
        }
        count += added
        if added == 0 || last.map(bytes[start..<count].contains) == true { break }
    }
    bytes.removeLast(most - count)
    return bytes
}
