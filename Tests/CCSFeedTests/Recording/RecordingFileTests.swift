import Foundation
import Testing

@testable import CCSFeed

/// A format for tests. Its first line has the number of the file.
let testFormat = RecordingFormat(
    header: { Array("HEADER of the tests, file \($0)\n".utf8) },
    judge: { line in
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix("HEADER of ") else { return .foreign }
        return Int(text.split(separator: " ").last ?? "").map { .continues(part: $0) } ?? .differs
    }, lost: { lines, why, at in Array("LOST \(lines) \(why) \(at)\n".utf8) })

@Suite("Recording files")
struct RecordingFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    private var path: String { folder.appending(path: "calls").path }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func plan(bytes: Int = 1 << 20, files: Int = 3) -> RecordingPlan {
        RecordingPlan(path: path, fileBytes: bytes, files: files)
    }

    private func content(_ place: Int = 0) -> String? {
        try? String(contentsOfFile: place == 0 ? path : "\(path).\(place)", encoding: .utf8)
    }

    private func put(_ text: String, _ place: Int = 0, mode: Int = 0o600) {
        _ = FileManager.default.createFile(
            atPath: place == 0 ? path : "\(path).\(place)", contents: Data(text.utf8),
            attributes: [.posixPermissions: mode])
    }

    private func refusal() -> String? {
        do {
            _ = try RecordingFile(plan(), testFormat)
            return nil
        } catch {
            return error.description
        }
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    @Test("are created for their owner only, and continue where they stopped, without a torn line")
    func goesOn() throws {
        defer { remove() }
        do {
            var file = try RecordingFile(plan(), testFormat)
            #expect(file.append(Array("one\ntwo\n".utf8)).written == 2)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"torn".utf8))
        do {
            var file = try RecordingFile(plan(), testFormat)
            #expect(file.append(Array("three\n".utf8)).written == 1)
        }
        #expect(content() == "HEADER of the tests, file 1\none\ntwo\nHEADER of the tests, file 1\nthree\n")
    }

    @Test("may have a long first line, which is read to its end")
    func longFirstLine() throws {
        defer { remove() }
        var format = testFormat
        let names = String(repeating: "n", count: 600_000)
        format.header = { Array("HEADER of \(names) \($0)\n".utf8) }
        for line in ["one\n", "two\n"] {
            var file = try RecordingFile(plan(bytes: 16 << 20), format)
            #expect(file.append(Array(line.utf8)).written == 1)
        }
        let header = "HEADER of \(names) 1"
        // Compared here, so that a failure does not print the long text.
        let isWhole = content() == "\(header)\none\n\(header)\ntwo\n"
        #expect(isWhole)
        let firstLine = try ReplayFiles(path: path) { !$0.isEmpty }.firstLine
        let isRead = firstLine == Array(header.utf8)
        #expect(isRead)
    }

    @Test("are refused where their first line could not be read again")
    func endlessFirstLine() throws {
        defer { remove() }
        var format = testFormat
        @Sendable func header(_ bytes: Int) -> [UInt8] {
            let words = (start: "HEADER of ", end: " 1\n")
            let names = String(repeating: "n", count: bytes - words.start.utf8.count - words.end.utf8.count)
            return Array((words.start + names + words.end).utf8)
        }
        format.header = { _ in header(RecordingPlan.longestHeader) }
        for _ in 0..<2 { _ = try RecordingFile(plan(bytes: 32 << 20), format) }
        try FileManager.default.removeItem(atPath: path)
        format.header = { _ in header(RecordingPlan.longestHeader + 1) }
        #expect(throws: FeedError.self) { _ = try RecordingFile(plan(), format) }
        #expect(content() == "")
    }

    @Test("without a complete first line begin again", arguments: ["", "HEADER of", "HEADER of the tests, fi"])
    func begins(text: String) throws {
        defer { remove() }
        put(text)
        _ = try RecordingFile(plan(), testFormat)
        #expect(content() == "HEADER of the tests, file 1\n")
    }

    @Test("that are no recordings, or may be read by others, are left alone and say so")
    func refuses() throws {
        defer { remove() }
        put("something else\n")
        #expect(refusal()?.contains("exists and is not a recording: name another file") == true)
        #expect(content() == "something else\n")
        put("HEADER of an older kind\n")
        #expect(refusal()?.contains("was recorded with another --domain") == true)
        put("HEADER of the tests, file 1\n", mode: 0o644)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(refusal()?.contains("chmod 600") == true)
        try FileManager.default.removeItem(atPath: path)
        put("HEADER of the tests, file 1\n", 9)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".9")
        #expect(refusal()?.contains("is a link: name the file itself") == true)
        #expect(content(9) == "HEADER of the tests, file 1\n")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(refusal()?.contains("is a directory") == true)
        try FileManager.default.removeItem(atPath: path)
        put("a letter", 2)
        #expect(refusal()?.contains("exists and is not a recording") == true)
        #expect(content(2) == "a letter")
    }

    @Test("are not written to by two at once")
    func locks() throws {
        defer { remove() }
        let first = try RecordingFile(plan(), testFormat)
        #expect(refusal()?.contains("is being recorded to by another") == true)
        _ = consume first
    }

    @Test("rotate when they are full, up to the limit, cut between lines")
    func rotates() throws {
        defer { remove() }
        var file = try RecordingFile(plan(bytes: 60, files: 3), testFormat)
        for number in 0..<40 {
            let (written, trouble) = file.append(Array("line number \(number)\nand one more\n".utf8))
            #expect(written == 2)
            #expect(trouble == nil)
        }
        let texts = [2, 1, 0].compactMap { content($0) }
        #expect(texts.count == 3)
        #expect(content(3) == nil)
        for text in texts {
            #expect(text.utf8.count <= 60)
            #expect(text.hasPrefix("HEADER of the tests, file "))
            #expect(text.hasSuffix("\n"))
        }
        // The remaining files have the last lines, complete and in order.
        let lines = texts.flatMap { $0.split(separator: "\n").dropFirst() }
        let all = (0..<40).flatMap { ["line number \($0)", "and one more"] }
        #expect(lines.map(String.init) == all.suffix(lines.count))
        #expect(file.bytes == texts.reduce(0) { $0 + $1.utf8.count })
    }

    @Test("hold a line that is larger than a file may be")
    func largeLine() throws {
        defer { remove() }
        var file = try RecordingFile(plan(bytes: 60, files: 2), testFormat)
        let line = String(repeating: "x", count: 500) + "\n"
        #expect(file.append(Array(("a\n" + line + "b\n").utf8)).written == 3)
        #expect(content(1) == "HEADER of the tests, file 2\n" + line)
        #expect(content() == "HEADER of the tests, file 3\nb\n")
    }

    /// Changes by another program to the file during a recording.
    private static let deeds: [(said: String, deed: @Sendable (_ path: String) throws -> Void)] = [
        ("calls was moved, deleted or replaced", { try FileManager.default.removeItem(atPath: $0) }),
        ("calls was moved, deleted or replaced", { try FileManager.default.moveItem(atPath: $0, toPath: $0 + ".old") }),
        (
            "calls was moved, deleted or replaced",
            { path in
                try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".old")
            }
        ),
        (
            "calls was moved, deleted or replaced",
            { path in
                try FileManager.default.removeItem(atPath: path)
                _ = FileManager.default.createFile(atPath: path, contents: Data("a letter".utf8))
            }
        ),
        ("calls was cut or written to", { try #require(FileHandle(forWritingAtPath: $0)).truncate(atOffset: 0) }),
        (
            "calls was cut or written to",
            { path in
                let file = try #require(FileHandle(forWritingAtPath: path))
                try file.seekToEnd()
                try file.write(contentsOf: Data("a letter".utf8))
            }
        ),
    ]

    @Test("are not written after another program moved, deleted, cut or replaced them", arguments: deeds.indices)
    func meddled(place: Int) throws {
        defer { remove() }
        var file = try RecordingFile(plan(bytes: 60), testFormat)
        #expect(file.append(Array("one\n".utf8)).trouble == nil)
        #expect(file.sync() == nil)
        let (said, deed) = Self.deeds[place]
        try deed(path)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let before = content()
        #expect(file.sync()?.words == said)
        // The longer text needs a new file. The program must not rename the foreign file.
        for text in ["two\n", String(repeating: "three\n", count: 40)] {
            let (written, trouble) = file.append(Array(text.utf8))
            #expect(written == 0 && trouble?.words == said)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == names)
        #expect(content() == before)
    }

    @Test("that were moved and came back go on")
    func cameBack() throws {
        defer { remove() }
        var file = try RecordingFile(plan(), testFormat)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
        #expect(file.append(Array("one\n".utf8)).written == 0)
        try FileManager.default.moveItem(atPath: path + ".old", toPath: path)
        #expect(file.append(Array("two\n".utf8)).written == 1)
        #expect(content() == "HEADER of the tests, file 1\ntwo\n")
    }

    @Test("never rename a file that is no recording, and report it")
    func movesNothingForeign() throws {
        defer { remove() }
        var file = try RecordingFile(plan(bytes: 60, files: 3), testFormat)
        put("a letter", 1)
        let text = Array("0123456789\n0123456789\n0123456789\n0123456789\n".utf8)
        let (written, trouble) = file.append(text)
        #expect(written == 2)
        #expect(trouble?.words.contains("exists and is not a recording") == true)
        #expect(content(1) == "a letter")
        try FileManager.default.removeItem(atPath: path + ".1")
        #expect(file.append(text).trouble == nil)
    }
}

@Suite("The writer of a recording")
struct RecordingWriterTests {
    @Test("writes what it was given when it is closed, in order, and never waits")
    func writes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "calls").path
        let writer = try RecordingWriter(RecordingPlan(path: path), testFormat)
        var expected = "HEADER of the tests, file 1\n"
        for number in 0..<1000 {
            writer.append(Array("line \(number)\n".utf8), lines: 1, at: 0)
            expected += "line \(number)\n"
        }
        writer.close()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
        #expect(
            writer.status
                == {
                    var status = RecordingStatus(); status.bytes = expected.utf8.count; return status
                }())
    }

    @Test("closes within the timeout, and counts the missing lines")
    func slowDisk() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // The writer's thread blocks in the second file's header, as in a write that does not return.
        let (isReached, goesOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        var format = testFormat
        format.header = { part in
            if part == 2 {
                isReached.signal()
                goesOn.wait()
            }
            return testFormat.header(part)
        }
        let path = folder.appending(path: "calls").path
        let writer = try RecordingWriter(RecordingPlan(path: path, fileBytes: 64), format)
        writer.append(Array(String(repeating: "x", count: 60).utf8) + [0x0A], lines: 1, at: 0)
        writer.append(Array("two\nthree\n".utf8), lines: 2, at: 0)
        writer.close(timeoutMilliseconds: 1)
        isReached.wait()
        writer.append(Array("too late\n".utf8), lines: 1, at: 0)
        #expect(writer.missing == 2)
        goesOn.signal()
        writer.close()
        #expect(writer.missing == 0)
    }

    @Test("counts missing lines, keeps the first reason, and reports them at the end")
    func losses() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "calls").path
        // The second file cannot begin, because the name for the first one is blocked.
        let writer = try RecordingWriter(RecordingPlan(path: path, fileBytes: 64, files: 2), testFormat)
        _ = FileManager.default.createFile(atPath: path + ".1", contents: Data("a letter".utf8))
        writer.append(Array("0123456789\n0123456789\n0123456789\n0123456789\n".utf8), lines: 4, at: 7)
        writer.close()
        #expect(writer.missing == 1 && writer.status.lost == 1)
        #expect(writer.status.firstTrouble == "\(path).1 exists and is not a recording")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains("LOST"), "there is no room for it in this file")
    }

    @Test("reports missing lines at the end, if there is room")
    func lossAtTheEnd() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "calls").path
        let writer = try RecordingWriter(RecordingPlan(path: path, fileBytes: 2000, files: 2), testFormat)
        _ = FileManager.default.createFile(atPath: path + ".1", contents: Data("a letter".utf8))
        writer.append(Array("one\n".utf8), lines: 1, at: 6)
        // The line does not fit into the file, and another file cannot begin.
        writer.append(Array(String(repeating: "x", count: 3000).utf8) + [0x0A], lines: 1, at: 7)
        writer.close()
        #expect(writer.missing == 1)
        #expect(
            try String(contentsOfFile: path, encoding: .utf8)
                == "HEADER of the tests, file 1\none\nLOST 1 \(path).1 exists and is not a recording 7\n")
    }

    @Test("is due after its interval, and at once for much")
    func schedule() {
        var schedule = FlushSchedule()
        #expect(schedule.wait(bytes: 0, since: 0, now: 5) == nil)
        #expect(schedule.wait(bytes: 1, since: 5, now: 5) == 250)
        #expect(!schedule.isDue(bytes: 1, since: 5, now: 254))
        #expect(schedule.isDue(bytes: 1, since: 5, now: 255))
        #expect(schedule.isDue(bytes: RecordingPlan.flushBytes, since: 5, now: 5))
        #expect(schedule.wait(bytes: RecordingPlan.flushBytes, since: 5, now: 5) == 0)
        #expect(!schedule.isSyncDue(now: 1_000_000))
        schedule.wrote(now: 100)
        schedule.wrote(now: 700)
        #expect(!schedule.isSyncDue(now: 1099))
        #expect(schedule.isSyncDue(now: 1100))
        #expect(schedule.wait(bytes: 0, since: 0, now: 1000) == 100)
        schedule.synced()
        #expect(schedule.wait(bytes: 0, since: 0, now: 1000) == nil)
    }
}
