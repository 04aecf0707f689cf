internal import Glibc

/// Reads files with secrets. Such a file must belong to this user, and no other user may have access.
public enum PrivateFile {
    /// Reads a text of up to `longest` bytes. `what` names the file in errors, as in "token file".
    ///
    /// Throws the problem with the file, and the command that repairs it.
    public static func text(of path: String, what: String, longest: Int = 1 << 20) throws(FeedError) -> String {
        let descriptor = try open(path, what: what, forStream: "write it to a file")
        defer { close(descriptor) }
        guard let bytes = readAll(descriptor, most: longest + 1) else {
            let code = errno
            throw FeedError("the \(what) \(path) cannot be read", advice: systemMessage(code))
        }
        guard bytes.count <= longest else { throw FeedError("the \(what) \(path) is over \(longest) bytes long") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FeedError("the \(what) \(path) is not text (UTF-8)")
        }
        return text
    }

    /// Opens the file for reading. Throws the problem with it.
    static func open(_ path: String, what: String, forStream: String) throws(FeedError) -> Int32 {
        guard !path.utf8.contains(0) else { throw FeedError("a file name cannot hold a NUL byte") }
        // Open without blocking. Otherwise the open of a named pipe would wait for a writer, although named pipes are
        // refused.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            throw FeedError("the \(what) \(path) cannot be opened", advice: systemMessage(code))
        }
        do throws(FeedError) {
            try check(descriptor, path, what, forStream)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func check(
        _ descriptor: Int32, _ path: String, _ what: String, _ forStream: String
    ) throws(FeedError) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw FeedError("the \(what) \(path) is not a regular file", advice: forStream)
        }
        guard facts.st_uid == geteuid() else {
            let copy = what.split(separator: " ").joined(separator: "-")
            throw FeedError(
                "the \(what) \(path) belongs to somebody else",
                advice: "keep your own copy: install -m 600 \(quoted(path)) ~/.ccs-top-\(copy)")
        }
        guard facts.st_mode & 0o077 == 0 else {
            throw FeedError("others may read the \(what) \(path)", advice: "chmod 600 \(quoted(path))")
        }
    }

    /// A path in the form that a shell takes.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { AuthorityParser.isLetterOrDigit($0) || "/-._~+=".utf8.contains($0) }
        return isPlain && !path.hasPrefix("-") ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    }
}
