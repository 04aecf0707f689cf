internal import Glibc
internal import Synchronization

/// A secret that authenticates this client at a feed. It has no description, and its memory is wiped when it is freed.
///
/// Copies in the buffers of the network library are freed soon after sending, but not wiped.
public final class FeedToken: Sendable {
    /// The maximum length in bytes, because HTTP headers have limits.
    public static let longest = 4096

    private let bytes: Mutex<[UInt8]>

    /// A token of these bytes, without white space around it.
    ///
    /// - Parameters:
    ///   - bytes: The bytes as they were read. They are wiped.
    ///   - origin: Where the bytes came from, for error messages.
    /// - Throws: Why the bytes are no token, without repeating them.
    public init(wiping bytes: inout [UInt8], origin: String) throws(FeedError) {
        defer { Self.wipe(&bytes) }
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let end = (bytes.lastIndex { !isSpace($0) } ?? start - 1) + 1
        guard start < end else {
            throw FeedError("\(origin) holds no token", advice: "put the token there, and nothing else")
        }
        guard end - start <= Self.longest else {
            throw FeedError("\(origin) holds more than \(Self.longest) bytes", advice: "a token is shorter")
        }
        guard bytes[start..<end].allSatisfy(Self.isTokenByte) else {
            throw FeedError(
                "\(origin) holds something that is not a token",
                advice: "a token is one word of letters, digits and - . _ ~ + / =")
        }
        self.bytes = Mutex(Array(bytes[start..<end]))
    }

    deinit {
        bytes.withLock { Self.wipe(&$0) }
    }

    var count: Int { bytes.withLock { $0.count } }

    /// Calls `body` with the bytes. They are valid only during the call.
    func withBytes<Result: Sendable>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withLock { held in held.withUnsafeBytes { body($0) } }
    }

    /// The token as text, for a header or a JSON member. Never show it.
    package var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    /// Replaces every occurrence of the token in a server's message.
    public func hidden(in text: String) -> String {
        text.replacing(self.text, with: "(token)")
    }

    static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { room in
            if let base = room.baseAddress { explicit_bzero(base, room.count) }
        }
    }

    /// The characters of a bearer token, which need no escapes in a header or in JSON.
    /// https://www.rfc-editor.org/rfc/rfc6750#section-2.1
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        AuthorityParser.isLetterOrDigit(byte) || "-._~+/=".utf8.contains(byte)
    }
}
