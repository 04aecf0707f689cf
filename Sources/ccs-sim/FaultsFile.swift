import ArgumentParser
import Glibc

/// The file of `--faults-list`. It stays open until the process ends.
struct FaultsFile: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Creates or truncates the file.
    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            complain("cannot open \(path): \(String(cString: strerror(errno)))")
            throw ExitCode.failure
        }
    }

    /// Appends lines. If that fails, the program ends, because an incomplete list is useless.
    func write(_ lines: [UInt8]) {
        var written = 0
        while written < lines.count {
            let count = lines.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                complain("cannot write to \(path): \(String(cString: strerror(errno)))")
                exit(1)
            }
        }
    }
}
