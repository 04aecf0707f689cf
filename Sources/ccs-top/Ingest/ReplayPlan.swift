import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// What is replayed, how fast, and from when on.
struct ReplayPlan: Sendable {
    /// The files.
    let files: ReplayFiles
    /// What the recording says of itself; nil for a plain feed.
    let header: JournalHeader?
    /// The names of fields.
    let fields: FieldMap
    /// How fast.
    let speed: ReplaySpeed
    /// From when on; nil for the beginning.
    let start: StartTime?

    /// Looks at the files. Throws what is wrong with them.
    init(path: String, fields: FieldMap, speed: ReplaySpeed, start: StartTime?) throws(FeedError) {
        files = try ReplayFiles(path: path) { Self.header($0) != nil }
        header = Self.header(files.firstLine)
        if header == nil, files.firstLine.starts(with: "{\"ccs-top\":\"recording/".utf8) {
            throw FeedError("\(path) is a recording that this version cannot read", advice: "use a newer ccs-top")
        }
        self.fields = header?.fields ?? fields
        self.speed = speed
        self.start = start
    }

    private static func header(_ line: [UInt8]) -> JournalHeader? { line.withUnsafeBytes { JournalHeader($0) } }

    /// When it ends, as far as its last lines say; looks no further once `isStopped`. Cost: see
    /// ``ReplayFiles/lastLines(isStopped:)``.
    func end(isStopped: () -> Bool) -> Int64? {
        guard var decoder = EventDecoder(EventDecoder.Options(map: fields, feedDomain: "-")) else { return nil }
        var newest: Int64?
        for line in files.lastLines(isStopped: isStopped).split(separator: 0x0A) {
            let at = line.withUnsafeBytes { bytes in
                if header != nil { return JournalLine.time(of: bytes) }
                return decoder.decode(bytes) == .event ? decoder.event.at : nil
            }
            if let at { newest = max(newest ?? at, at) }
        }
        return newest
    }
}
