import CCSFeed
internal import Glibc

/// Reads settings files.
enum ConfigurationFile {
    /// The maximum size in bytes: 1 MiB.
    static let limit = 1 << 20
    static let tooLarge = "is larger than 1 MiB; is it a configuration?"

    /// The text of the file; nil if the file does not exist.
    static func read(_ path: String) throws(ConfigurationErrors) -> String? {
        // Open without blocking, because the open of a named pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw unreadable(path, errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG, S_IFCHR: break
        case S_IFDIR: throw error(path, "is a directory; name the file in it")
        default: throw error(path, "is not a file; name a file")
        }
        return try text(of: bytes(descriptor, path), path)
    }

    private static func bytes(_ descriptor: Int32, _ path: String) throws(ConfigurationErrors) -> [UInt8] {
        guard let bytes = readAll(descriptor, most: limit + 1) else { throw unreadable(path, errno) }
        guard bytes.count <= limit else { throw error(path, tooLarge) }
        return bytes
    }

    private static func text(of bytes: [UInt8], _ path: String) throws(ConfigurationErrors) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        // Finds the line of the first invalid byte.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        throw ConfigurationErrors([
            ConfigurationError(
                file: path, line: bad.map { $0 + 1 }, message: "this is not UTF-8; save the file as UTF-8")
        ])
    }

    private static func unreadable(_ path: String, _ code: Int32) -> ConfigurationErrors {
        error(path, "cannot be read: \(String(cString: strerror(code)))")
    }

    static func error(_ path: String, _ message: String) -> ConfigurationErrors {
        ConfigurationErrors([ConfigurationError(file: path, message: message)])
    }
}
