internal import Glibc
internal import Synchronization

/// A secret that opens a feed. It has no description, and its memory is wiped when nobody holds it any more.
///
/// What is made of it to be sent is gone soon, but not wiped: that memory is the network library's.
public final class FeedToken: Sendable {
    /// The longest that is taken, bytes: headers have limits.
    public static let longest = 4096

    private let bytes: Mutex<[UInt8]>

    /// A token of these bytes, white space around it aside, which are wiped where they come from.
    ///
    /// - Parameters:
    ///   - bytes: As they were read; they are wiped.
    ///   - origin: Where they come from, for what is said about them.
    /// - Throws: Why that is no token, without repeating it.
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

    /// Its length, bytes.
    var count: Int { bytes.withLock { $0.count } }

    /// Lends its bytes.
    func withBytes<Result: Sendable>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withLock { held in held.withUnsafeBytes { body($0) } }
    }

    /// As text, for a header or a member: to be sent, never to be shown.
    var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    /// A text in which every occurrence of the token is made unreadable: for what a server says.
    public func hidden(in text: String) -> String {
        text.replacing(self.text, with: "(token)")
    }

    static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { room in
            if let base = room.baseAddress { explicit_bzero(base, room.count) }
        }
    }

    /// Those of a bearer token, which need no escapes in a header or in JSON.
    /// https://www.rfc-editor.org/rfc/rfc6750#section-2.1
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        AuthorityParser.isLetterOrDigit(byte) || "-._~+/=".utf8.contains(byte)
    }
}
