import Foundation
import Testing

@testable import CCSConfiguration

/// The choice of the settings file, and the errors for one that cannot be read.
final class LoadingTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ccs-top-\(UUID().uuidString)")
        .path

    init() throws {
        try FileManager.default.createDirectory(atPath: folder + "/ccs-top", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder + "/.config/ccs-top", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func complaint(_ path: String) -> String {
        do throws(ConfigurationErrors) {
            _ = try Configuration.load(path: path) { _ in nil }
            return ""
        } catch {
            return error.description
        }
    }

    @Test func theFolderOfTheEnvironmentComesBeforeHome() throws {
        _ = try write("domain = \"xdg\"".utf8, to: "ccs-top/config.toml")
        _ = try write("domain = \"home\"".utf8, to: ".config/ccs-top/config.toml")
        func domain(_ environment: [String: String]) throws -> String? {
            try Configuration.load(path: nil) { environment[$0] }.domain
        }
        #expect(try domain(["XDG_CONFIG_HOME": folder, "HOME": folder]) == "xdg")
        #expect(try domain(["HOME": folder]) == "home")
        #expect(try domain(["XDG_CONFIG_HOME": "", "HOME": folder]) == "home")
        #expect(try domain(["XDG_CONFIG_HOME": "relative", "HOME": folder]) == "home")
        #expect(try domain([:]) == nil)
        #expect(try domain(["HOME": folder + "/nowhere"]) == nil)
    }

    @Test func aNamedFileIsReadAndHasToBeThere() throws {
        let path = try write("domain = \"named\"\r\nascii = true\r\n".utf8, to: "own.toml")
        let read = try Configuration.load(path: path) { _ in nil }
        #expect(read.domain == "named")
        #expect(read.isASCII)
        #expect(complaint(folder + "/none.toml") == "\(folder)/none.toml: there is no such file")
        #expect(complaint("/dev/null") == "")
    }

    @Test func pathsThatAreNoFilesAreRefused() throws {
        #expect(complaint(folder) == "\(folder): is a directory; name the file in it")
        let path = try write([], to: "plain")
        #expect(complaint(path + "/x") == "\(path)/x: cannot be read: Not a directory")
        #expect(mkfifo(folder + "/fifo", 0o600) == 0)
        #expect(complaint(folder + "/fifo") == "\(folder)/fifo: is not a file; name a file")
    }

    @Test func aFileHasOneMebibyteAtMost() throws {
        let line = Array("# 4567\n".utf8) + [UInt8(ascii: "\n")]
        let full = Array(repeating: line, count: (1 << 20) / 8).flatMap(\.self)
        #expect(full.count == 1 << 20)
        #expect(complaint(try write(full, to: "full")) == "")
        let path = try write(full + [0x0A], to: "over")
        let message = "is larger than 1 MiB; is it a configuration?"
        #expect(complaint(path) == "\(path): \(message)")
        #expect(complaint("/dev/zero") == "/dev/zero: \(message)")
        #expect(complaints(String(decoding: full, as: UTF8.self) + "\n") == ["c.toml: \(message)"])
    }

    @Test func invalidUTF8IsReportedWithItsLine() throws {
        let path = try write(Array("ascii = true\ndomain = \"".utf8) + [0xFF] + Array("\"\n".utf8), to: "latin")
        #expect(complaint(path) == "\(path):2: this is not UTF-8; save the file as UTF-8")
    }

    @Test func namesOfFilesAreMadeSafe() {
        #expect(complaint("/nowhere/\u{1B}[2J") == "/nowhere/␛[2J: there is no such file")
    }
}
