import CCSEvents
import CCSState
import CDom

/// Measures the stages of one file: read, cut, parse, decode, reduce. Each includes the stages before it.
struct Stages {
    let path: String
    let domain: String
    let runs: Int
    let report: Report

    func run() -> Bool {
        guard let lines = Lines.read(path), var decoder = EventDecoder(),
            var chosen = EventDecoder(.init(onlyDomain: domain))
        else { return false }
        var samples = [Samples](repeating: Samples(), count: Stage.allCases.count)
        // The stages take turns, so that a disturbance affects all.
        for _ in 0..<runs {
            samples[Stage.read.rawValue].add(timed { readThrough(path) })
            samples[Stage.frame.rawValue].add(timed { frame(lines) })
            samples[Stage.dom.rawValue].add(timed { _ = dom_parse_lines(lines.all.baseAddress, lines.count) })
            samples[Stage.decode.rawValue].add(timed { decode(lines, &decoder) })
            samples[Stage.decodeOne.rawValue].add(timed { decode(lines, &chosen) })
            samples[Stage.reduce.rawValue].add(reduce(lines, logBytes: 0, EventDecoder.Options()))
            samples[Stage.reduceOne.rawValue].add(reduce(lines, logBytes: 0, .init(onlyDomain: domain)))
            samples[Stage.log.rawValue].add(reduce(lines, logBytes: Limits().logBytes, EventDecoder.Options()))
        }
        let dom = samples[Stage.dom.rawValue].median
        for stage in Stage.allCases {
            let seconds = samples[stage.rawValue].median
            report.say(
                stage.name,
                [
                    "events/s": Double(lines.lines) / seconds, "ns an event": seconds * 1e9 / Double(lines.lines),
                    "of simdjson's DOM": dom / seconds,
                ])
        }
        return true
    }

    private func reduce(_ lines: Lines, logBytes: Int, _ options: EventDecoder.Options) -> Double {
        var limits = Limits()
        limits.logBytes = logBytes
        guard var reducer = FeedReducer(options, limits: limits) else { return .nan }
        return timed { reducer.take(lines) }
    }

    private enum Stage: Int, CaseIterable {
        case read, frame, dom, decode, decodeOne, reduce, reduceOne, log

        var name: String {
            switch self {
            case .read: "read"
            case .frame: "frame"
            case .dom: "simdjson DOM"
            case .decode: "frame, decode"
            case .decodeOne: "frame, decode, one domain"
            case .reduce: "frame, decode, reduce"
            case .reduceOne: "frame, decode, reduce, one domain"
            case .log: "frame, decode, reduce, log"
            }
        }
    }
}

/// Measures reducing alone, in the steady state with this many live calls: the time of the reducer minus the time of
/// decoding.
struct Reducing {
    let calls: Int
    let runs: Int
    let lines: Int
    let report: Report

    func run() -> Bool {
        var limits = Limits()
        limits.logBytes = 0
        guard var reducer = FeedReducer(.init(), limits: limits), var decoder = EventDecoder() else { return false }
        var centre = CallCentre()
        centre.fill(calls / 2) { reducer.take($0) }
        var (whole, decoding) = (Samples(), Samples())
        // The first turn is not measured, because the stores have not reached their limits yet.
        reducer.take(centre.turn(lines: lines))
        for _ in 0..<runs {
            let turn = centre.turn(lines: lines)
            decoding.add(timed { decode(turn, &decoder) } / Double(turn.lines))
            whole.add(timed { reducer.take(turn) } / Double(turn.lines))
        }
        let live = reducer.state.domains.reduce(0) { $0 + $1.liveCounts.calls }
        let alone = max(0, whole.median - decoding.median)
        report.say(
            "reduce, \(calls) live calls",
            [
                "events/s": 1 / alone, "ns an event": alone * 1e9, "with decoding events/s": 1 / whole.median,
                "live calls": Double(live),
            ])
        return live == calls
    }
}
