import Foundation
import Testing

@testable import CCSFeed

@Suite("Tokens")
struct FeedTokenTests {
    @Test("have no white space around them, and their source is wiped")
    func trimmed() throws {
        var bytes = Array(" \tab.c-_~+/=09\r\n".utf8)
        let token = try FeedToken(wiping: &bytes, origin: "x")
        #expect(token.text == "ab.c-_~+/=09")
        #expect(bytes.allSatisfy { $0 == 0 })
    }

    @Test(
        "that are none are refused without being repeated",
        arguments: ["", " \n", "two words", "line\nline", "s3cr3t\"", "s3cr3t\u{1}", "s3cr3té", "a\0b"])
    func refused(text: String) {
        let error = #expect(throws: FeedError.self) { try FeedToken(text) }
        #expect(error?.description.contains("s3cr3t") == false)
        #expect(error?.description.contains("the test") == true)
    }

    @Test("longer than a header may be are refused")
    func tooLong() throws {
        #expect(throws: FeedError.self) { try FeedToken(String(repeating: "x", count: FeedToken.longest + 1)) }
        #expect(try FeedToken(String(repeating: "x", count: FeedToken.longest)).count == FeedToken.longest)
    }

    @Test("have no description")
    func noDescription() throws {
        let token = try FeedToken("s3cr3t.word")
        #expect(!"\(token)".contains("s3cr3t"))
        #expect(!String(reflecting: token).contains("s3cr3t"))
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!dumped.contains("s3cr3t"))
        #expect(token.hidden(in: "bad token s3cr3t.word, s3cr3t.word!") == "bad token (token), (token)!")
    }

    private func file(_ text: String, mode: Int) throws -> String {
        let path =
            FileManager.default.temporaryDirectory.appending(path: "token \(UUID()) it's").path()
            .removingPercentEncoding ?? ""
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        )
        return path
    }

    @Test("are read from a file that only its owner may read", arguments: [0o600, 0o400, 0o700])
    func files(mode: Int) throws {
        let path = try file("s3cr3t.word\n", mode: mode)
        defer { unlink(path) }
        #expect(try FeedToken.read(file: path).text == "s3cr3t.word")
    }

    @Test(
        "in a file that others may read are refused, with the command that mends it", arguments: [0o640, 0o604, 0o620])
    func openFiles(mode: Int) throws {
        let path = try file("s3cr3t.word\n", mode: mode)
        defer { unlink(path) }
        let error = #expect(throws: FeedError.self) { try FeedToken.read(file: path) }
        let command = "chmod 600 '" + path.replacing("'", with: "'\\''") + "'"
        #expect(error?.advice == command)
        // The recommended command does repair the file.
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", command]
        try shell.run()
        shell.waitUntilExit()
        #expect(try FeedToken.read(file: path).text == "s3cr3t.word")
    }

    @Test("are refused if the path is no file", arguments: ["/dev/null", "/tmp", "/nowhere/at all"])
    func noFiles(path: String) {
        let error = #expect(throws: FeedError.self) { try FeedToken.read(file: path) }
        #expect(error?.description.contains(path) == true)
    }

    @Test("are read from a descriptor: its first line, without waiting for its end; then it is closed")
    func descriptors() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { close(ends[1]) }
        let text = Array("s3cr3t.word\nmore".utf8)
        #expect(write(ends[1], text, text.count) == text.count)
        #expect(try FeedToken.read(descriptor: ends[0]).text == "s3cr3t.word")
        #expect(throws: FeedError.self) { try FeedToken.read(descriptor: ends[0]) }
    }

    @Test("are taken out of the environment, and nothing of them is left in memory")
    func environment() throws {
        let name = "CCS_TOP_TEST_TOKEN"
        setenv(name, "s3cr3t.word", 1)
        let place = try #require(getenv(name))
        #expect(try FeedToken.takeFromEnvironment(name)?.text == "s3cr3t.word")
        #expect(getenv(name) == nil)
        #expect(place.pointee == 0)
        #expect(try FeedToken.takeFromEnvironment(name) == nil)
        setenv(name, "", 1)
        #expect(try FeedToken.takeFromEnvironment(name) == nil)
    }
}
