internal import Glibc

extension FeedToken {
    /// Reads the token from a file. The file must belong to this user, and no other user may have access.
    ///
    /// Throws the problem with the file, and the command that repairs it.
    public static func read(file path: String) throws(FeedError) -> FeedToken {
        let descriptor = try PrivateFile.open(
            path, what: "token file", forStream: "for a pipe or a descriptor use --token-fd N")
        defer { close(descriptor) }
        return try read(descriptor, origin: "the token file \(path)", stopsAtLineEnd: false)
    }

    /// Reads the token from an open descriptor, up to the end of the first line, and closes the descriptor.
    public static func read(descriptor: Int32) throws(FeedError) -> FeedToken {
        guard fcntl(descriptor, F_GETFD) >= 0 else {
            throw FeedError(
                "there is no open descriptor \(descriptor)",
                advice: "as in: ccs-top --token-fd 3 … 3< <(a command that prints the token)")
        }
        defer { close(descriptor) }
        return try read(descriptor, origin: "descriptor \(descriptor)", stopsAtLineEnd: true)
    }

    /// Takes the token out of the environment, and overwrites it there, so that `/proc` does not show it.
    ///
    /// Call it before other threads start. Returns nil if the variable is not set.
    public static func takeFromEnvironment(_ name: String) throws(FeedError) -> FeedToken? {
        guard let value = getenv(name) else { return nil }
        let count = strlen(value)
        var bytes = Array(UnsafeRawBufferPointer(start: value, count: count))
        // `unsetenv` alone leaves the text in the memory that `/proc` shows.
        explicit_bzero(value, count)
        unsetenv(name)
        guard !bytes.isEmpty else { return nil }
        return try FeedToken(wiping: &bytes, origin: "the environment variable \(name)")
    }

    private static func read(
        _ descriptor: Int32, origin: String, stopsAtLineEnd: Bool
    ) throws(FeedError) -> FeedToken {
        guard var token = readAll(descriptor, most: longest + 64, upTo: stopsAtLineEnd ? 0x0A : nil) else {
            let code = errno
            throw FeedError("\(origin) cannot be read", advice: systemMessage(code))
        }
        if stopsAtLineEnd, let end = token.firstIndex(of: 0x0A), token[..<end].contains(where: { $0 > 0x20 }) {
            for index in end..<token.count { token[index] = 0x20 }
        }
        return try FeedToken(wiping: &token, origin: origin)
    }
}
