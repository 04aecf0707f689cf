import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// The files, the speed and the start of a replay.
struct ReplayPlan: Sendable {
    let files: ReplayFiles
    /// The header of a recording; nil for a plain feed.
    let header: JournalHeader?
    /// The names of the fields in events.
    let fields: FieldMap
    let speed: ReplaySpeed
    /// The start; nil for the beginning of the files.
    let start: StartTime?

    /// Checks the files. Throws the problem with them.
    init(path: String, fields: FieldMap, speed: ReplaySpeed, start: StartTime?) throws(FeedError) {
        files = try ReplayFiles(path: path) { Self.header($0) != nil }
        header = Self.header(files.firstLine)
        if header == nil { try Self.check(files.firstLine, of: path) }
        self.fields = header?.fields ?? fields
        self.speed = speed
        self.start = start
    }

    /// Throws if the first line belongs to a recording although its header cannot be read.
    private static func check(_ line: [UInt8], of path: String) throws(FeedError) {
        let signature = JournalHeader.signature.utf8
        let advice =
            "it says how to read the others: take the whole file, or that line from another file of the recording"
        if line.starts(with: signature) || (line.starts(with: "{\"ccs-top\":".utf8) && signature.starts(with: line)) {
            throw FeedError("\(path) is a recording whose first line is cut off or damaged", advice: advice)
        }
        if line.starts(with: "{\"ccs-top\":\"recording/".utf8) {
            throw FeedError("\(path) is a recording that this version cannot read", advice: "use a newer ccs-top")
        }
        if line.withUnsafeBytes({ JournalLine.isOne($0) }) {
            throw FeedError("\(path) is a recording without its first line", advice: advice)
        }
    }

    private static func header(_ line: [UInt8]) -> JournalHeader? { line.withUnsafeBytes { JournalHeader($0) } }

    /// The end time, from the last lines. Nil if they have none, or if `isStopped` ended the search. Cost: see
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
