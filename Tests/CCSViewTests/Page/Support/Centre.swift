import CCSEvents
import CCSState

@testable import CCSView

/// There is no memory for a parser.
struct OutOfMemory: Error {}

/// A feed written by hand in tests, its state, and pages of it.
final class Centre {
    private(set) var reducer: FeedReducer
    private(set) var maker: PageMaker
    /// Feed time of the next event.
    var at: Int64 = 1_732_320_000_000
    /// Milliseconds by which events arrive late.
    var lateness: Int64 = 0
    var domain = "sales"
    var surroundings = Surroundings(source: "test", feed: .ended, wall: nil)

    init(
        limits: Limits = Limits(), options: EventDecoder.Options = EventDecoder.Options(),
        detectors: DetectorSettings = DetectorSettings()
    ) throws {
        guard let reducer = FeedReducer(options, limits: limits, detectors: detectors),
            let maker = PageMaker(decoder: options)
        else {
            throw OutOfMemory()
        }
        self.reducer = reducer
        self.maker = maker
    }

    /// Feeds an event. `data` is the content of its data object.
    func event(_ type: String, _ data: String) {
        line(
            #"{"class":"ccsevents","type":"\#(type)","domain":"\#(domain)","eventts":\#(at),"data":{\#(data)}}"#)
    }

    /// Feeds a line unchanged.
    func line(_ text: String) {
        let bytes = Array(text.utf8) + [0x0A]
        let padded = bytes + Array(repeating: 0, count: LineFramer.padding)
        padded.withUnsafeBytes { piece in
            var position = 0
            _ = reducer.take(
                UnsafeRawBufferPointer(rebasing: piece[..<bytes.count]), from: &position, arrival: at + lateness)
        }
    }

    /// Takes a line of a recording.
    func replay(_ line: JournalLine, at: Int64) { reducer.replay(line, at: at) }

    /// Another run continues the recording.
    func nextRun(from end: Int64, to start: Int64) { reducer.noteNextRun(from: end, to: start) }

    /// Feeds a seance that is one second older than the next one.
    func seance(_ id: String, state: String = "dialog", from: String = "100", to: String = "745") {
        event("seance_create", #""id":"\#(id)","state":"\#(state)","from":"\#(from)","to":"\#(to)""#)
        at += 1000
    }

    /// Feeds a connection of a seance, with calls.
    func connection(_ id: String, of seance: String, calls: [String]) {
        event("connection_create", #""id":"\#(id)","state":"dialog","from":"100","to":"745""#)
        event("connection_attach_to_seance", #""id":"\#(id)","idseance":"\#(seance)""#)
        for call in calls {
            event("call_create", #""id":"\#(call)","state":"talk","number":"7\#(call)","dir":"in""#)
            event("call_attach_to_seance", #""id":"\#(call)","idseance":"\#(seance)""#)
            event("connection_link_call", #""id":"\#(id)","idcall":"\#(call)""#)
        }
    }

    /// The connection to the feed is lost and opened again, so live objects are unconfirmed.
    func losesConnection() {
        reducer.noteLoss(of: 0, at: at)
        reducer.noteReturn(of: 0, at: at + 1000)
    }

    func page(_ query: Query) -> Page { maker.page(for: query, in: reducer, surroundings) }

    func filters(_ read: @escaping (String, Pane) -> FilterReading) { maker.readFilter = read }

    /// Limits the checks for one page, by a clock that advances with each reading.
    func looksAPage(_ looks: Int?) {
        maker.spreadWork(looks.map { Allowance.Rate(looks: $0) })
    }

    /// A query for a pane of the domain.
    func query(_ pane: Pane, lines: Int = 100) -> Query { Query(domain: domain, view: .pane(pane), lines: lines) }

    /// The key of a live seance.
    func key(_ id: String) -> ObjectKey? {
        var key: ObjectKey?
        reducer.state.domain(named: domain)?.forEachSeance { if $0.id.string == id { key = $0.key } }
        return key
    }
}

extension Allowance.Rate {
    /// A limit of this many checks for each page.
    init(looks: Int) {
        var time: Int64 = 0
        self.init(
            time: {
                time += 1
                return time
            }, length: Int64(looks) + 1, lengthOfEach: 0, stride: 1)
    }
}

extension Page {
    /// The ids of the rows.
    var ids: [String] { rows.map(\.copyText) }

    /// A cell's text.
    func cell(_ row: Int, _ column: String) -> String? {
        guard let place = columns.firstIndex(where: { $0.id == column }), rows.indices.contains(row) else { return nil }
        return rows[row].cells[place].text.string
    }

    /// The rows as text.
    var texts: [String] {
        rows.map { row in
            row.branch.string + (row.line ?? row.cells.flatMap { [$0, StyledText(" ")] }).map(\.text.string).joined()
        }
    }
}
