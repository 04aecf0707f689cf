/// The path and the size limits of a recording.
public struct RecordingPlan: Sendable {
    /// The file that is written. Earlier files have the suffixes `.1`, `.2` and so on; `.1` is the latest.
    public var path: String
    /// Bytes after which a new file begins.
    public var fileBytes: Int
    /// The number of files to keep, including the one that is written.
    public var files: Int

    /// Milliseconds that data may wait before it is written. A killed process loses at most this much.
    public static let flushInterval: Int64 = 250
    /// With this many bytes, data is written at once.
    public static let flushBytes = 256 << 10
    /// Milliseconds that written data may wait for a sync. A loss of power costs at most this plus ``flushInterval``.
    public static let syncInterval: Int64 = 1000
    /// Bytes that may wait for a slow disk. Lines beyond are dropped.
    public static let queueBytes = 16 << 20
    /// The maximum length of the first line of a file, in bytes. This line holds all names of fields. A file of names has at
    /// most 1 MiB, and JSON escapes a byte as at most six.
    static let longestHeader = 8 << 20
    /// Free space reserved for other programs, in bytes: this, or a twentieth of a smaller disk.
    public static let spareBytes: UInt64 = 64 << 20

    /// A plan; sizes below 1 count as 1.
    public init(path: String, fileBytes: Int = 256 << 20, files: Int = 8) {
        self.path = path
        self.fileBytes = max(1, fileBytes)
        self.files = max(1, files)
    }

    /// The path of the n-th earlier file; 0 is the current one.
    func path(_ place: Int) -> String { place == 0 ? path : "\(path).\(place)" }
}

/// The parts of the recording format that the file code needs to know.
public struct RecordingFormat: Sendable {
    /// The kind of a file, judged by its first line.
    public enum Judgement: Sendable, Equatable {
        /// A recording with the same options, which can be continued. `part` is the number of the file, from 1.
        case continues(part: Int)
        /// A recording made with other options.
        case differs
        /// Not a recording.
        case foreign
    }

    /// Makes the first line of the file with this number (from 1), including the newline.
    public var header: @Sendable (_ part: Int) -> [UInt8]
    /// Judges a first line without its newline.
    public var judge: @Sendable (_ line: [UInt8]) -> Judgement
    /// Makes the line that reports lost lines and the reason.
    public var lost: @Sendable (_ lines: Int, _ why: String, _ at: Int64) -> [UInt8]

    /// A format made of these three functions.
    public init(
        header: @escaping @Sendable (Int) -> [UInt8], judge: @escaping @Sendable ([UInt8]) -> Judgement,
        lost: @escaping @Sendable (Int, String, Int64) -> [UInt8]
    ) {
        self.header = header
        self.judge = judge
        self.lost = lost
    }
}

/// The state of a recording.
public struct RecordingStatus: Sendable, Equatable {
    /// Bytes in all existing files.
    public var bytes = 0
    /// Lines that were not recorded.
    public var lost = 0
    /// Why lines cannot be written now; nil if they can.
    public private(set) var trouble: String?
    /// The first problem since the start.
    public private(set) var firstTrouble: String?

    /// The state before the first line.
    public init() {}

    mutating func note(_ trouble: String?) {
        self.trouble = trouble
        firstTrouble = firstTrouble ?? trouble
    }
}
