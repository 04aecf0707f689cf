import CCSFeed
import Foundation
import Testing

@Suite("Files as feeds")
struct FileFeedTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func error(opening path: String) throws -> String? {
        let mailbox = try FeedMailbox()
        do {
            _ = try FileFeed.open(path: path, source: 0, mailbox: mailbox)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("come whole, in order, with their status and their end")
    func readsFile() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "feed.ndjson")
        let content = countedLines(bytes: 3_000_000) + Array("the last line lacks its end".utf8)
        try Data(content).write(to: path)
        let mailbox = try FeedMailbox(limit: 1 << 20)
        let clock = FeedClock(wallMilliseconds: { 77 }, monotonicNanoseconds: { 0 })
        let feed = try FileFeed.open(path: path.path, source: 5, mailbox: mailbox, clock: clock)
        try feed.start()
        try feed.start()
        var taking = Taking(mailbox)
        #expect(taking.take { $0.end != nil })
        #expect(taking.bytes == content)
        #expect(taking.end == .endOfFeed)
        #expect(taking.statuses == [.live(since: 77), .ended(since: 77)])
        #expect(taking.items.allSatisfy { $0.source == 5 })
        #expect(mailbox.mostBytesHeld <= mailbox.limit)
    }

    @Test("that cannot be opened say why and what to do")
    func errors() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = folder.appending(path: "none").path
        #expect(try error(opening: missing) == "\(missing): no such file: check the path")
        #expect(try error(opening: folder.path) == "\(folder.path) is a directory: name a file in it")
        #expect(try error(opening: "") == ": no such file: check the path")
        #expect(try error(opening: "a\0b") == "a file name cannot hold a NUL byte")
    }

    @Test("that may not be read say so", .enabled(if: geteuid() != 0, "root may read everything"))
    func permission() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "secret").path
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0]
        #expect(FileManager.default.createFile(atPath: path, contents: Data(), attributes: attributes))
        #expect(
            try error(opening: path)
                == "\(path): permission denied: it must be readable by this user (see ls -l)")
    }

    @Test("a named pipe is waited for before anybody writes to it, and can be stopped meanwhile")
    func namedPipe() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "pipe").path
        #expect(mkfifo(path, 0o600) == 0)
        let mailbox = try FeedMailbox()
        let feed = try FileFeed.open(path: path, source: 0, mailbox: mailbox)
        try feed.start()
        var taking = Taking(mailbox)
        #expect(taking.take { $0.statuses.count == 1 })
        #expect(taking.end == nil)
        let writer = try FileHandle(forWritingTo: URL(filePath: path))
        try writer.write(contentsOf: Data("hello\n".utf8))
        #expect(taking.take { $0.text == "hello\n" })
        feed.stop()
        #expect(taking.take { $0.end != nil })
        #expect(taking.end == .stopped)
    }
}
