import CCSEvents
import CCSState

/// Lines of a feed and changes of its connections, up to the state, its snapshot and its recording.
@Sendable func fuzzLines(_ input: UnsafeRawBufferPointer) throws {
    let script = FeedScript(input)
    let live = try LiveFeed(script)
    try require(
        live.reducer.counts.lines == live.linesSent,
        "\(live.linesSent) lines were sent, \(live.reducer.counts.lines) counted")
    // The state has complete numbers. A recording that masks them does not.
    let masksNumbers = script.decoding.masksNumbers
    let snapshot = try checkedSnapshot(live.reducer, masksNumbers: masksNumbers)

    var replayed = try Replay(script.decoding, script.limits)
    for line in live.recording.split(separator: 0x0A) {
        try requireJSON(line, "a line of the recording")
        withPadding(line) { replayed.take(.line($0)) }
    }
    try require(
        replayed.reducer.counts == live.reducer.counts,
        "counts differ in the replay:\n\(live.reducer.counts)\n\(replayed.reducer.counts)")
    try requireEqual(
        snapshot, checkedSnapshot(replayed.reducer, masksNumbers: masksNumbers), "the replay leads to another snapshot")
}
