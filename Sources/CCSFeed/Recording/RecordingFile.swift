internal import Glibc

/// The files of a recording. It opens, appends and rotates them. It belongs to one thread.
///
/// A file only grows, by whole lines. Only its owner can read it. It is never opened through a symbolic link, and a file
/// that is not a recording is never changed.
struct RecordingFile: ~Copyable {
    /// The reason of a failed write, as a message for the user.
    struct Trouble: Error, Equatable {
        let words: String
    }

    private let plan: RecordingPlan
    private let format: RecordingFormat
    private var descriptor: Int32 = -1
    /// Bytes of whole lines in the open file.
    private var size = 0
    private var headerSize = 0
    private var part = 1
    private var isDirty = false
    /// Bytes in the earlier files.
    private var earlierBytes = 0

    /// Opens or creates the file of the plan. Throws the problem with the file, and advice.
    init(_ plan: RecordingPlan, _ format: RecordingFormat) throws(FeedError) {
        self.plan = plan
        self.format = format
        try checkEarlier()
        let found = try Self.open(plan.path)
        descriptor = found.descriptor
        do throws(FeedError) {
            if found.isNew { try begin() } else { try goOn() }
        } catch {
            close(descriptor)
            descriptor = -1
            throw error
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Bytes in all files.
    var bytes: Int { earlierBytes + size }

    // MARK: Opening

    private static func open(_ path: String) throws(FeedError) -> (descriptor: Int32, isNew: Bool) {
        guard !path.utf8.contains(0), !path.isEmpty else {
            throw FeedError("--record wants the name of a file")
        }
        let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK
        let new = Glibc.open(path, flags | O_CREAT | O_EXCL, 0o600)
        if new >= 0 {
            guard flock(new, LOCK_EX | LOCK_NB) == 0 else {
                close(new)
                throw busy(path)
            }
            return (new, true)
        }
        guard errno == EEXIST else { throw refused(path, errno) }
        let old = Glibc.open(path, flags)
        guard old >= 0 else { throw refused(path, errno) }
        do throws(FeedError) {
            try check(old, path)
        } catch {
            close(old)
            throw error
        }
        return (old, false)
    }

    private static func check(_ descriptor: Int32, _ path: String) throws(FeedError) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw refused(path, errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw FeedError("\(path) is not a regular file", advice: "--record wants the name of a new file")
        }
        guard facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0 else {
            throw FeedError(
                "\(path) may be read or written by others, and a recording holds who called whom",
                advice: "chmod 600 it if it is yours, or name another file")
        }
        guard facts.st_nlink == 1 else {
            throw FeedError("\(path) has a second name", advice: "name another file")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw busy(path) }
    }

    private static func busy(_ path: String) -> FeedError {
        FeedError("\(path) is being recorded to by another ccs-top", advice: "name another file")
    }

    private static func refused(_ path: String, _ code: Int32) -> FeedError {
        switch code {
        case ELOOP: FeedError("\(path) is a link", advice: "name the file itself")
        case EISDIR: FeedError("\(path) is a directory", advice: "name a file in it")
        case ENOENT: FeedError("\(path): there is no such directory", advice: "make it first")
        case ENXIO: FeedError("\(path) is not a regular file", advice: "--record wants the name of a new file")
        default: FeedError("cannot record to \(path): \(systemMessage(code))")
        }
    }

    /// Checks files with the names of earlier ones. Rotation moves and removes them, so they must be parts of a recording.
    private mutating func checkEarlier() throws(FeedError) {
        for place in 1..<max(plan.files, 2) {
            let path = plan.path(place)
            switch Self.look(path, format) {
            case .nothing: continue
            case .recording(let bytes): earlierBytes += bytes
            case .foreign:
                throw FeedError(
                    "\(path) exists and is not a recording; ccs-top would overwrite it",
                    advice: "move it, or name another file for --record")
            }
        }
    }

    private enum Found {
        case nothing
        case recording(bytes: Int)
        case foreign
    }

    private static func look(_ path: String, _ format: RecordingFormat) -> Found {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return errno == ENOENT ? .nothing : .foreign }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return .foreign }
        if facts.st_size == 0 { return .recording(bytes: 0) }
        return format.judge(firstLine(of: descriptor)) == .foreign ? .foreign : .recording(bytes: Int(facts.st_size))
    }

    private static func firstLine(of descriptor: Int32) -> [UInt8] {
        var line: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while line.count < RecordingPlan.longestHeader {
            let count = block.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(line.count)) }
            guard count > 0 else { break }
            let piece = block[..<count].prefix { $0 != 0x0A }
            line += piece
            if piece.count < count { break }
        }
        return line
    }

    /// Continues an existing file. Cuts off the partial last line of a killed process.
    private mutating func goOn() throws(FeedError) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw Self.refused(plan.path, errno) }
        let line = Self.firstLine(of: descriptor)
        // A process that was killed right after its start leaves an empty file or a part of the first line.
        let whole = wholeLines(upTo: Int(facts.st_size))
        if whole == 0, format.header(1).starts(with: line.prefix(24)) { return try begin() }
        switch format.judge(line) {
        case .foreign:
            throw FeedError(
                "\(plan.path) exists and is not a recording", advice: "name another file for --record, or move it")
        case .differs:
            throw FeedError(
                "\(plan.path) was recorded with another --domain, --map, --mask, --reveal, or kind of feed",
                advice: "name another file for --record")
        case .continues(let part):
            self.part = part
        }
        guard ftruncate(descriptor, off_t(whole)) == 0 else { throw Self.refused(plan.path, errno) }
        size = whole
        do {
            try writeHeader()
        } catch {
            throw FeedError("cannot record to \(plan.path): \(error.words)")
        }
    }

    /// Returns the end of the last whole line.
    private func wholeLines(upTo end: Int) -> Int {
        var block = [UInt8](repeating: 0, count: 64 << 10)
        var end = end
        while end > 0 {
            let start = max(0, end - block.count)
            let count = block.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, end - start, off_t(start)) }
            guard count > 0 else { return 0 }
            if let last = block[..<count].lastIndex(of: 0x0A) { return start + last + 1 }
            end = start
        }
        return 0
    }

    private mutating func begin() throws(FeedError) {
        // Independent of the umask, and without the rest of a line.
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
            throw Self.refused(plan.path, errno)
        }
        size = 0
        do {
            try writeHeader()
        } catch {
            throw FeedError("cannot record to \(plan.path): \(error.words)")
        }
    }

    private mutating func writeHeader() throws(Trouble) {
        let header = format.header(part)
        guard header.count <= RecordingPlan.longestHeader else {
            throw Trouble(words: "the names of fields (--map) are too long to be read again")
        }
        headerSize = header.count
        _ = try writeLines(header[...])
    }

    // MARK: Writing

    /// Writes whole lines, and starts a new file when this one is full. Returns the number of written lines, and why some
    /// are missing. With `usesSpare`, it also uses the free space that is reserved for other programs.
    mutating func append(_ bytes: [UInt8], usesSpare: Bool = false) -> (written: Int, trouble: Trouble?) {
        var left = bytes[...]
        var written = 0
        do throws(Trouble) {
            while !left.isEmpty {
                try checkPlace()
                if !usesSpare { try checkSpace(left.count) }
                if size == 0 { try writeHeader() }
                let room = plan.fileBytes - size
                var end = left.endIndex
                if left.count > room {
                    let fitting = left.prefix(max(0, room)).lastIndex(of: 0x0A)
                    if fitting == nil, size > headerSize {
                        try rotate()
                        continue
                    }
                    // A line that is larger than a file gets a separate file.
                    end = (fitting ?? left.firstIndex(of: 0x0A) ?? left.endIndex - 1) + 1
                }
                let (count, trouble) = writeSome(left[..<end])
                written += count
                if let trouble { throw trouble }
                left = left[end...]
            }
            return (written, nil)
        } catch {
            return (written, error)
        }
    }

    /// Syncs the written data to disk. Returns why data may be lost.
    mutating func sync() -> Trouble? {
        do throws(Trouble) {
            try checkPlace()
            guard isDirty else { return nil }
            isDirty = false
            guard fdatasync(descriptor) == 0 else { throw Trouble(words: Self.words(errno)) }
            return nil
        } catch {
            return error
        }
    }

    /// Throws if the path no longer leads to the open file, or if another program changed the file. Then nothing more is
    /// written: nobody would look for data in a moved or deleted file, and a truncated file cannot be read.
    private func checkPlace() throws(Trouble) {
        var (open, named) = (stat(), stat())
        guard fstat(descriptor, &open) == 0 else { throw Trouble(words: Self.words(errno)) }
        let name = plan.path.split(separator: "/").last ?? ""
        guard lstat(plan.path, &named) == 0, named.st_dev == open.st_dev, named.st_ino == open.st_ino else {
            throw Trouble(words: "\(name) was moved, deleted or replaced")
        }
        guard open.st_size == off_t(size) else { throw Trouble(words: "\(name) was cut or written to") }
    }

    private mutating func writeLines(_ bytes: ArraySlice<UInt8>) throws(Trouble) -> Int {
        let (count, trouble) = writeSome(bytes)
        if let trouble { throw trouble }
        return count
    }

    /// Writes lines. After a failure, only whole lines stay. Returns their number.
    private mutating func writeSome(_ bytes: ArraySlice<UInt8>) -> (lines: Int, trouble: Trouble?) {
        var done = bytes.startIndex
        var trouble: Trouble?
        bytes.withUnsafeBytes { buffer in
            while done < bytes.endIndex {
                let offset = done - bytes.startIndex
                let count = write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    trouble = Trouble(words: Self.words(errno))
                    return
                }
                done += count
            }
        }
        var whole = bytes[..<done]
        if trouble != nil {
            let end = whole.lastIndex(of: 0x0A).map { $0 + 1 } ?? whole.startIndex
            whole = bytes[..<end]
            _ = ftruncate(descriptor, off_t(size + whole.count))
        }
        size += whole.count
        isDirty = isDirty || !whole.isEmpty
        return (whole.count { $0 == 0x0A }, trouble)
    }

    private static func words(_ code: Int32) -> String {
        switch code {
        case ENOSPC: "the disk is full"
        case EDQUOT: "the quota is used up"
        case EFBIG: "files may not become so large"
        default: systemMessage(code)
        }
    }

    private func checkSpace(_ count: Int) throws(Trouble) {
        var facts = statvfs()
        guard fstatvfs(descriptor, &facts) == 0 else { return }
        let block = UInt64(facts.f_frsize)
        let spare = min(RecordingPlan.spareBytes, UInt64(facts.f_blocks) * block / 20)
        guard UInt64(facts.f_bavail) * block >= spare + UInt64(count) else {
            throw Trouble(words: "the disk is nearly full")
        }
    }

    // MARK: A new file

    /// Renames every file to the next number, removes the last one, and begins a new one. After a crash in between, one
    /// number is missing, and readers skip it.
    private mutating func rotate() throws(Trouble) {
        if let trouble = sync() { throw trouble }
        for place in stride(from: plan.files - 1, through: 1, by: -1) {
            guard case .foreign = Self.look(plan.path(place), format) else { continue }
            throw Trouble(words: "\(plan.path(place)) exists and is not a recording")
        }
        if plan.files == 1 {
            guard unlink(plan.path) == 0 || errno == ENOENT else { throw Trouble(words: Self.words(errno)) }
        } else {
            if case .recording(let bytes) = Self.look(plan.path(plan.files - 1), format) { earlierBytes -= bytes }
            for place in stride(from: plan.files - 2, through: 0, by: -1) {
                let code = rename(plan.path(place), plan.path(place + 1)) == 0 ? 0 : errno
                guard code == 0 || code == ENOENT else { throw Trouble(words: Self.words(code)) }
            }
            earlierBytes += size
        }
        let next: Int32
        do throws(FeedError) {
            let found = try Self.open(plan.path)
            guard found.isNew else {
                close(found.descriptor)
                throw FeedError("somebody else made \(plan.path)")
            }
            next = found.descriptor
        } catch {
            throw Trouble(words: error.message)
        }
        close(descriptor)
        descriptor = next
        size = 0
        part += 1
        _ = fchmod(descriptor, 0o600)
    }
}
