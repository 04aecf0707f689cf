import ArgumentParser
import CCSFeed
import CCSState
import CCSView

/// Checks the combinations of options and the ranges of their values.
extension Options {
    mutating func validate() throws {
        let feeds = [file != nil, !connect.isEmpty || listen != nil, demo, replay != nil].filter { $0 }.count
        guard feeds <= 1 else {
            throw ValidationError("FILE, --connect or --listen, --replay and --demo exclude each other: name one feed.")
        }
        guard !once || !inspect else { throw ValidationError("--once and --inspect exclude each other.") }
        guard once || inspect || duration == nil else { throw ValidationError("--for goes with --once or --inspect.") }
        guard !inspect || format != .ndjson else { throw ValidationError("--inspect prints text or json.") }
        guard inspect || lines == nil else { throw ValidationError("--lines goes with --inspect.") }
        if let lines, !(1...10_000_000).contains(lines) { throw ValidationError("--lines takes 1 to 10000000.") }
        try validateRecording()
        guard once || (failOn == nil && !anomalies && !episodes) else {
            throw ValidationError("--fail-on, --anomalies and --episodes go with --once.")
        }
        guard !episodes || pane == nil || pane == .anomalies else {
            throw ValidationError("--episodes prints a list of its own: leave --pane out.")
        }
        guard !anomalies || format == .json else { throw ValidationError("--anomalies goes with --format json.") }
        guard !connect.isEmpty || !noSubscribe else { throw ValidationError("--no-subscribe goes with --connect.") }
        guard listen != nil || peers == nil else { throw ValidationError("--peers goes with --listen.") }
        if let peers, !(1...1024).contains(peers) { throw ValidationError("--peers takes 1 to 1024.") }
        if let clockSkew, !ClockRule.skews.contains(Int64(clockSkew.value)) {
            throw ValidationError("--clock-skew takes 1s to 365d.")
        }
        if let delay, !(0.1...60).contains(delay.value) { throw ValidationError("--delay takes 0.1 to 60 seconds.") }
        guard tokenFile == nil || tokenFd == nil else {
            throw ValidationError("--token-file and --token-fd exclude each other: name one token.")
        }
        if let tokenFd, tokenFd < 0 || tokenFd == 1 || tokenFd == 2 {
            throw ValidationError("--token-fd takes a descriptor that is open for reading, as in 3< FILE.")
        }
        guard domains.count <= 1 else {
            throw ValidationError("--domain shows one domain: name one, or leave it out to see all.")
        }
        guard domain != "" else { throw ValidationError("--domain wants a name.") }
        let ofRows = [
            ("--pane", pane != nil), ("--filter", !filter.isEmpty), ("--sort", sort != nil),
            ("--columns", columns != nil),
        ]
        for (name, isGiven) in ofRows where isGiven && once && format == .json {
            throw ValidationError(
                "\(name) has no use with --format json, which prints everything: use --format ndjson, which prints rows."
            )
        }
    }

    private func validateRecording() throws {
        guard record != nil || (recordSize == nil && recordFiles == nil) else {
            throw ValidationError("--record-size and --record-files go with --record.")
        }
        guard record == nil || replay == nil else {
            throw ValidationError("--record goes with a feed, not with --replay: copy the files instead.")
        }
        if let recordFiles, !(1...1000).contains(recordFiles) {
            throw ValidationError("--record-files takes 1 to 1000.")
        }
        guard replay != nil || (speed == nil && start == nil) else {
            throw ValidationError("--speed and --start go with --replay.")
        }
        guard !once || (start == nil && speed.map { $0 == .max } != false) else {
            throw ValidationError("--once reads a replay from its beginning to its end, at once.")
        }
    }
}
