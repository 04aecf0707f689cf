import CCSEvents
import CCSState
import CCSView

/// Warnings on standard error about data that is missing in the output of `--once`, because the output does not show the loss.
extension Once {
    func missing(in ingest: borrowing Ingest) -> [String] {
        lostOfRecording(ingest.replayer) + losses(ingest.sources) + silent(ingest)
    }

    /// Lines that a replayed recording lacks.
    private func lostOfRecording(_ replayer: Replayer?) -> [String] {
        guard let lost = replayer?.lost, lost > 0 else { return [] }
        let lines = lost == 1 ? "1 line is" : "\(lost) lines are"
        return ["\(options.replay ?? ""): \(lines) missing in the recording: not recorded, or cut off"]
    }

    /// Connections that were lost: what was sent meanwhile is missing. Without `--for`, nothing is read after a loss.
    private func losses(_ sources: SourceBoard) -> [String] {
        guard options.duration != nil else { return [] }
        return sources.standings.filter { $0.losses > 0 }.map { standing in
            let times = standing.losses == 1 ? "once" : "\(standing.losses) times"
            let isAway = standing.trouble.map { ", last: \($0)" } ?? ""
            return "\(standing.source.name): the feed was lost \(times)\(isAway); events sent meanwhile are missing"
        }
    }

    /// Feeds over the network that sent no event.
    private func silent(_ ingest: borrowing Ingest) -> [String] {
        var texts: [String] = []
        for standing in ingest.sources.asked where standing.source.isConnected || standing.source.peers != nil {
            guard standing.whyUnread == nil, !ingest.sources.sentEvents(standing, ingest.reducer) else { continue }
            let time = options.duration.map { DurationText.text(Int64($0.value)) }
            let when = time.map { "in \($0)" } ?? "before the connection closed"
            let advice =
                standing.source.peers != nil
                ? "does a program push events to this address?"
                : options.noSubscribe
                    ? "does the server wait for a subscription (--no-subscribe)?"
                    : "does the server send events to this client? Try a longer --for"
            texts.append("\(standing.source.name): no event came \(when): \(advice)")
        }
        return texts
    }
}
