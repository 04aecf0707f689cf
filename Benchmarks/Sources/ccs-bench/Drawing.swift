import CCSEvents
import CCSState
import CCSView

/// Measures drawing: from a page to cells, and to the changed cells.
struct Drawing {
    let runs: Int
    let report: Report

    func run() -> Bool {
        let options = EventDecoder.Options()
        guard var reducer = FeedReducer(options), var maker = PageMaker(decoder: options) else { return false }
        var centre = CallCentre()
        centre.fill(5000) { reducer.take($0) }
        for (width, height) in [(80, 24), (200, 60)] {
            var interface = Interface(domain: "sales", onlyDomain: true, pane: .seances)
            var (full, usual, cells) = (Samples(), Samples(), Samples())
            var last: Screen?
            for _ in 0..<runs {
                reducer.take(centre.turn(lines: 500))
                let page = maker.page(
                    for: interface.query(width: width, height: height), in: reducer, PageWalk.surroundings)
                _ = interface.take(page)
                let begin = Clock.processor
                let screen = draw(page, interface, width: width, height: height, ascii: false)
                let drawn = Clock.processor
                let runs = ScreenDifference.runs(from: last, to: screen)
                let compared = Clock.processor
                _ = ScreenDifference.runs(from: nil, to: screen)
                full.add(drawn - begin + Clock.processor - compared)
                if last != nil {
                    usual.add(compared - begin)
                    cells.add(Double(runs.reduce(0) { $0 + $1.count }))
                }
                last = screen
            }
            report.say(
                "draw, \(width)x\(height)",
                ["full CPU µs": full.median * 1e6, "typical CPU µs": usual.median * 1e6, "typical cells": cells.median])
        }
        return true
    }
}
