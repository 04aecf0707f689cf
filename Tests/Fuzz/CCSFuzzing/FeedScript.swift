import CCSEvents
import CCSState

/// The lines of a feed, with instructions to its connections in between. An instruction begins with `#`.
///
///     #with small mask         options of the feed; only in the first line
///     {"class":"ccsevents",…}  a line of the feed
///     #wait 500                500 ms pass
///     #source 2                the next lines come from source 2
///     #cut 7                   the next lines come in pieces of 7 bytes
///     #torn                    the newline before this instruction never comes
///     #lose  #return  #leave  #begin  #tick
struct FeedScript {
    enum Step: Equatable {
        case bytes([UInt8])
        case wait(Int)
        case source(Int)
        case cut(Int)
        case lose
        case `return`
        case leave
        case begin
        case tick
    }

    private(set) var steps: [Step] = []
    /// The words of the first line.
    private(set) var options: Set<String> = []

    init(_ text: UnsafeRawBufferPointer) {
        var bytes: [UInt8] = []
        for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let isLast = line.endIndex == text.endIndex
            guard line.first == UInt8(ascii: "#") else {
                bytes += line
                if !isLast { bytes.append(0x0A) }
                continue
            }
            let words = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
            if words.first == "#with", index == 0 { options = Set(words) }
            if words.first == "#torn", bytes.last == 0x0A { bytes.removeLast() }
            guard let step = Self.step(words) else { continue }
            if !bytes.isEmpty { steps.append(.bytes(bytes)) }
            bytes = []
            steps.append(step)
        }
        if !bytes.isEmpty { steps.append(.bytes(bytes)) }
    }

    private static func step(_ words: [String]) -> Step? {
        let number = words.count > 1 ? Int(words[1]) ?? 0 : 0
        switch words.first {
        case "#wait": return .wait(min(max(number, 0), 1 << 32))
        case "#source": return .source(min(max(number, 0), 7))
        case "#cut": return .cut(min(max(number, 0), 1 << 16))
        case "#lose": return .lose
        case "#return": return .return
        case "#leave": return .leave
        case "#begin": return .begin
        case "#tick": return .tick
        default: return nil
        }
    }

    /// The options of the decoder.
    var decoding: EventDecoder.Options {
        EventDecoder.Options(
            feedDomain: options.contains("default") ? "sales" : nil,
            onlyDomain: options.contains("only") ? "sales" : nil,
            revealDTMF: options.contains("reveal"), revealKeys: options.contains("reveal"),
            masksNumbers: options.contains("mask"))
    }

    /// The lowest limits that a user can set, if the script says `small`.
    var limits: Limits {
        var limits = Limits()
        guard options.contains("small") else { return limits }
        for row in Limits.table { limits[keyPath: row.path] = max(row.range.lowerBound, 2) }
        limits.unconfirmed = 1000
        return limits
    }
}
