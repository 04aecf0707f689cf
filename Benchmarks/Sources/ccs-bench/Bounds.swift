import CCSEvents
import CCSState
import CCSTestSupport

/// Prints resident memory at each quarter of an endless feed, with small limits. It must not grow, whatever the order of
/// events.
struct Bounds {
    let events: Int
    let report: Report

    func run() -> Bool {
        var hostile = HostileFeed(seed: 1)
        let isHostileFlat = run("hostile feed") { reducer, _ in
            take(hostile.next(), wall: hostile.wall, &reducer)
        }
        // Calls that are kept separately, and are evicted with their connection.
        let isHistoryFlat = run("calls that leave with their connection") { reducer, number in
            let (type, ids) =
                number % 2 == 0
                ? ("connection_link_call", #""idconn":"k\#(number / 2)","idcall":"c\#(number / 2)""#)
                : ("call_delete", #""idcall":"c\#(number / 2)""#)
            let line =
                #"{"class":"ccsevents","type":"\#(type)","domain":"d","eventts":1732320000000,"data":{\#(ids)}}"#
            take(.line(line, source: 0), wall: 0, &reducer)
        }
        return isHostileFlat && isHistoryFlat
    }

    private var limits: Limits {
        var limits = Limits()
        (limits.liveObjects, limits.endedObjects, limits.membersOfSeance, limits.endedIDs) = (3, 5, 3, 100)
        (limits.failures, limits.numbers, limits.numbersOfSeance, limits.textBytes) = (100, 5, 5, 1 << 17)
        (limits.logBytes, limits.logBytesInAll, limits.domains, limits.unconfirmed) = (20_000, 40_000, 3, 60_000)
        return limits
    }

    private func run(_ name: String, _ step: (inout FeedReducer, Int) -> Void) -> Bool {
        guard var reducer = FeedReducer(.init(), limits: limits) else { return false }
        var quarters: [Int] = []
        for number in 0..<events {
            step(&reducer, number)
            if (number + 1) % max(1, events / 4) == 0 { quarters.append(residentBytes()) }
        }
        guard quarters.count >= 4 else { return false }
        let mebibytes = quarters.map { Double($0) / 1_048_576 }
        report.say(
            "bounds, \(events) steps, \(name)",
            [
                "MiB at 1/4": mebibytes[0], "2/4": mebibytes[1], "3/4": mebibytes[2], "4/4": mebibytes[3],
                "events": Double(reducer.counts[.applied]),
            ])
        return mebibytes[3] < mebibytes[0] * 1.1 + 1
    }

    private func take(_ step: HostileFeed.Step, wall: Int64, _ reducer: inout FeedReducer) {
        switch step {
        case .line(let line, let source):
            let bytes = Array(line.utf8) + [0x0A]
            let padded = bytes + [UInt8](repeating: 0, count: LineFramer.padding)
            padded.withUnsafeBytes { padded in
                var position = 0
                let piece = UnsafeRawBufferPointer(rebasing: padded[..<bytes.count])
                while reducer.take(piece, from: &position, source: source, arrival: wall) {}
            }
        case .loss(let source): reducer.noteLoss(of: source, at: wall)
        case .back(let source): reducer.noteReturn(of: source, at: wall)
        case .gone(let source): reducer.noteLeave(of: source, at: wall)
        case .tick: reducer.tick(wall: wall, silence: 0, isLive: true)
        }
    }
}
