import CCSFeed
import CCSPBX
import CCSState

/// The samples of all sources: what fits the field map of lines of events, and what a PBX sends.
struct InspectedSources: ~Copyable {
    private(set) var inspection: Inspection
    /// By source, for those that are PBXs.
    private(set) var surveys: [Int: PBXSurvey] = [:]
    private let options: PBXReader.Options
    private let limit: Int
    /// The first bytes of sources of which they are too few to tell.
    private var beginnings: [Int: [UInt8]] = [:]
    private var lineSources: Set<Int> = []

    /// `limit` is the number of lines and messages that make a sample.
    init(_ inspection: consuming Inspection, _ options: PBXReader.Options, limit: Int) {
        self.inspection = inspection
        (self.options, self.limit) = (options, limit)
    }

    /// Lines and messages so far.
    var lines: Int { surveys.values.reduce(inspection.lines) { $0 + $1.messages } }

    /// Takes a piece of a source. Returns true when the sample is complete.
    mutating func take(_ chunk: FeedChunk) -> Bool {
        let source = chunk.source
        if surveys[source] != nil {
            survey(chunk.storage[..<chunk.count], source)
        } else if lineSources.contains(source) {
            return inspect(chunk)
        } else {
            let bytes = (beginnings.removeValue(forKey: source) ?? []) + chunk.storage[..<chunk.count]
            switch bytes.withUnsafeBytes({ PBXReader.Guess($0) }) {
            case .notYet: beginnings[source] = bytes
            case .pbx(let kind):
                surveys[source] = PBXSurvey(kind, options)
                survey(bytes[...], source)
            case .none:
                lineSources.insert(source)
                return inspect(
                    FeedChunk(source: source, storage: bytes, count: bytes.count, arrivedAt: chunk.arrivedAt))
            }
        }
        return lines >= limit
    }

    /// A source is over, or its connection is lost.
    mutating func finish(_ source: Int, arrival: Int64) {
        if let bytes = beginnings.removeValue(forKey: source) {
            _ = inspect(FeedChunk(source: source, storage: bytes, count: bytes.count, arrivedAt: arrival))
        }
        if surveys[source] == nil {
            inspection.finish(source: source, arrival: arrival)
        } else {
            surveys[source]?.finish()
        }
    }

    /// Hands out the frames that want something, once.
    mutating func takeFrames() -> [FeedReducer.Frame] { inspection.takeFrames() }

    private mutating func survey(_ bytes: ArraySlice<UInt8>, _ source: Int) {
        bytes.withUnsafeBytes { surveys[source]?.take($0) }
    }

    private mutating func inspect(_ chunk: FeedChunk) -> Bool {
        chunk.storage.withUnsafeBytes { bytes in
            inspection.take(
                UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count]), source: chunk.source,
                arrival: chunk.arrivedAt, limit: limit)
        }
    }
}
