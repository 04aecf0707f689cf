/// Where a recording goes, and how large it may become.
public struct RecordingPlan: Sendable {
    /// The file that is written to; earlier ones are called the same with `.1`, `.2` and so on behind, the latest first.
    public var path: String
    /// Bytes after which a new file is begun.
    public var fileBytes: Int
    /// Files kept, with the one that is written to.
    public var files: Int

    /// How long what came may wait before it is written, in milliseconds: what a killed process loses at most.
    public static let flushInterval: Int64 = 250
    /// Bytes that are written without waiting.
    public static let flushBytes = 256 << 10
    /// How long what was written may wait before the disk is told to keep it, in milliseconds: with ``flushInterval`` what a loss
    /// of power costs.
    public static let syncInterval: Int64 = 1000
    /// Bytes that may wait for a slow disk; what comes beyond is not recorded.
    public static let queueBytes = 16 << 20
    /// The longest first line of a file that is written or read, in bytes. It holds all names of fields. A file of names has 1 MiB
    /// at most, and JSON takes six bytes for one at most.
    static let longestHeader = 8 << 20
    /// Free space that is left to others, in bytes: no less than this, or a twentieth of a smaller disk.
    public static let spareBytes: UInt64 = 64 << 20

    /// A plan.
    public init(path: String, fileBytes: Int = 256 << 20, files: Int = 8) {
        self.path = path
        self.fileBytes = max(1, fileBytes)
        self.files = max(1, files)
    }

    /// The name of an earlier file, from 1.
    func path(_ place: Int) -> String { place == 0 ? path : "\(path).\(place)" }
}

/// What a recording's lines look like, as far as whoever writes files has to know.
public struct RecordingFormat: Sendable {
    /// What the first line of a file says of it.
    public enum Judgement: Sendable, Equatable {
        /// It is a recording's, and this one may go on in it; which file of it it is, from 1.
        case continues(part: Int)
        /// It is that of a recording made with other options.
        case differs
        /// It is no recording's.
        case foreign
    }

    /// The first line of a file, with its end, by the file's number from 1.
    public var header: @Sendable (_ part: Int) -> [UInt8]
    /// Judges a first line without its end.
    public var judge: @Sendable (_ line: [UInt8]) -> Judgement
    /// A line that says how many lines could not be written, and why.
    public var lost: @Sendable (_ lines: Int, _ why: String, _ at: Int64) -> [UInt8]

    /// A format.
    public init(
        header: @escaping @Sendable (Int) -> [UInt8], judge: @escaping @Sendable ([UInt8]) -> Judgement,
        lost: @escaping @Sendable (Int, String, Int64) -> [UInt8]
    ) {
        self.header = header
        self.judge = judge
        self.lost = lost
    }
}

/// How a recording fares.
public struct RecordingStatus: Sendable, Equatable {
    /// Bytes in the files that are there.
    public var bytes = 0
    /// Lines that were not recorded.
    public var lost = 0
    /// Why nothing can be recorded at present; nil while all is well.
    public private(set) var trouble: String?
    /// The first trouble there was.
    public private(set) var firstTrouble: String?

    /// At the beginning.
    public init() {}

    mutating func note(_ trouble: String?) {
        self.trouble = trouble
        firstTrouble = firstTrouble ?? trouble
    }
}
