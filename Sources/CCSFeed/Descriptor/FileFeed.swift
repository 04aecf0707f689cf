internal import Glibc

/// Opens files and named pipes as feeds.
public enum FileFeed {
    /// Opens a file for reading. Start the feed to read it.
    ///
    /// - Parameters:
    ///   - path: A file, a named pipe or a device.
    ///   - source: The number that its items carry.
    ///   - mailbox: Receives the items.
    ///   - clock: Supplies the times of arrival.
    /// - Returns: The feed, not started.
    /// - Throws: The problem with the path, and advice.
    public static func open(
        path: String, source: Int, mailbox: FeedMailbox, clock: FeedClock = .system
    ) throws(FeedError) -> DescriptorFeed {
        let descriptor = try descriptor(path: path)
        do throws(FeedError) {
            return try DescriptorFeed(
                descriptor: descriptor, source: source, mailbox: mailbox, clock: clock, closesDescriptor: true)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Opens a file for reading. Throws the problem with the path, and advice.
    static func descriptor(path: String) throws(FeedError) -> Int32 {
        guard !path.utf8.contains(0) else { throw FeedError("a file name cannot hold a NUL byte") }
        // Open without blocking. Otherwise the open of a named pipe would wait for a writer here, where it cannot be
        // stopped. The reader waits instead. Regular files behave the same.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw error(path: path, code: errno) }
        var facts = stat()
        let code = fstat(descriptor, &facts) == 0 ? 0 : errno
        guard code == 0, facts.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw error(path: path, code: code == 0 ? EISDIR : code)
        }
        return descriptor
    }

    private static func error(path: String, code: Int32) -> FeedError {
        switch code {
        case ENOENT, ENOTDIR:
            FeedError("\(path): no such file", advice: "check the path")
        case EISDIR:
            FeedError("\(path) is a directory", advice: "name a file in it")
        case EACCES, EPERM:
            FeedError("\(path): permission denied", advice: "it must be readable by this user (see ls -l)")
        case ENXIO:
            FeedError("\(path) cannot be read as a file", advice: "for a server's port use --connect tcp://HOST:PORT")
        default:
            FeedError("\(path) cannot be opened", advice: systemMessage(code))
        }
    }
}
