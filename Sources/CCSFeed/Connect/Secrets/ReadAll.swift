internal import Glibc

/// Reads up to `most` bytes of a descriptor. Returns nil and sets `errno` if reading fails. The bytes read until then are
/// wiped, because they may be part of a secret.
func readAll(_ descriptor: Int32, most: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: most)
    var count = 0
    while count < most {
        let start = count
        let added = bytes.withUnsafeMutableBytes { room in
            read(descriptor, room.baseAddress.map { $0 + start }, room.count - start)
        }
        if added < 0, errno == EINTR { continue }
        guard added >= 0 else {
            let code = errno
            FeedToken.wipe(&bytes)
            errno = code
            return nil
        }
        if added == 0 { break }
        count += added
    }
    bytes.removeLast(most - count)
    return bytes
}
