import CCSFeed
import Glibc

/// A server on a free port of this machine, with blocking calls. Each has a timeout of half a minute.
final class LoopbackServer {
    private let listener: Int32
    let port: Int

    /// - Parameter isListening: If false, the port is reserved but refuses connections.
    /// - Throws: When there is no free port.
    init(isListening: Bool = true) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, size) == 0 && (!isListening || listen(listener, 8) == 0)
                    && getsockname(listener, pointer, &size) == 0
            }
        }
        guard code else { throw FeedError("no port to listen on") }
        port = Int(UInt16(bigEndian: address.sin_port))
        setTimeout(of: listener)
    }

    deinit {
        close(listener)
    }

    var address: FeedAddress {
        get throws { try FeedAddress(parsing: "tcp://127.0.0.1:\(port)") }
    }

    /// Waits for the next connection.
    func accept() throws -> Peer {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { throw FeedError("nobody connected") }
        setTimeout(of: descriptor)
        return Peer(descriptor: descriptor)
    }

    /// The server's side of one connection.
    final class Peer {
        let descriptor: Int32
        private var received: [UInt8] = []

        init(descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit {
            close(descriptor)
        }

        func send(_ text: String) throws {
            try send(Array(text.utf8))
        }

        func send(_ bytes: [UInt8]) throws {
            try sendAll(bytes, to: descriptor)
        }

        /// The next line, without its newline.
        func line() throws -> String {
            while true {
                if let end = received.firstIndex(of: 0x0A) {
                    defer { received.removeSubrange(...end) }
                    return String(decoding: received[..<end], as: UTF8.self)
                }
                guard let more = read() else { throw FeedError("no line came") }
                received += more
            }
        }

        /// Whether the other side closes the connection without sending more.
        func isHungUp() -> Bool {
            var byte: UInt8 = 0
            return received.isEmpty && recv(descriptor, &byte, 1, 0) == 0
        }

        /// Closes the connection with a reset.
        func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        }

        private func read() -> [UInt8]? {
            var room = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &room, room.count, 0)
            return count > 0 ? Array(room.prefix(count)) : nil
        }
    }
}

/// Sends all bytes.
func sendAll(_ bytes: [UInt8], to descriptor: Int32) throws {
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { throw FeedError("nobody reads") }
        sent += count
    }
}

private func setTimeout(of descriptor: Int32) {
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
        setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
}
