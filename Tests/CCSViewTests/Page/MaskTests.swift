import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct MaskTests {
    @Test(
        "With numbers masked no page shows, copies or follows one, and rows that lead somewhere still find their objects"
    )
    func masked() throws {
        var options = EventDecoder.Options()
        options.masksNumbers = true
        let centre = try Centre(options: options)
        centre.surroundings.masksNumbers = true
        centre.seance("a", from: "+74951234567", to: "88005553535")
        centre.event(
            "connection_create", #""id":"k","state":"dialog","from":"+74951234567","to":"88005553535""#)
        centre.event("connection_attach_to_seance", #""id":"k","idseance":"a""#)
        centre.event("call_create", #""id":"c","state":"ringing","number":"88005553535","name":"Anna 88005553535""#)
        centre.event("call_attach_to_seance", #""id":"c","idseance":"a""#)
        centre.event("seance_set_next_number", #""id":"a","number":"88005553535""#)
        for _ in 0..<12 {
            centre.at += 10
            centre.event(
                "connection_failure", #""idseance":"a","code":486,"reason":"no 88005553535","number":"88005553535""#)
        }
        centre.at += 40_000
        centre.event("seance_update", #""id":"a""#)
        let key = try #require(centre.key("a"))
        var views = Pane.ofDomain.map { Query.View.pane($0) }
        views += Face.allCases.map { Query.View.seance(key, $0) }
        for view in views {
            var query = Query(domain: "sales", view: view, lines: 100)
            query.opensAll = true
            query.explains = true
            let page = centre.page(query)
            var said = page.texts + page.rows.map(\.copyText) + [page.title?.string ?? ""]
            said += page.explanation?.map(\.text.string) ?? []
            said += page.rows.compactMap(\.target?.filter)
            for text in said { #expect(!text.contains("4951234") && !text.contains("8800555"), "\(view): \(text)") }
            #expect(page.rows.allSatisfy { $0.number == nil })
        }
        let failures = centre.page(centre.query(.failures))
        var query = centre.query(.failures)
        query.filter = try #require(failures.rows[0].target?.filter)
        #expect(centre.page(query).matched?.count == 12)
        let calls = centre.page(centre.query(.calls))
        #expect(calls.cell(0, "number") == "*******3535")
        #expect(calls.cell(0, "name") == "Anna *******3535")
        query = centre.query(.numbers)
        #expect(centre.page(query).rowCount >= 1)
    }

    @Test("Without masking, rows say which number to follow")
    func followed() throws {
        let centre = try Centre()
        centre.seance("a", from: "+74951234567")
        centre.connection("k", of: "a", calls: ["c"])
        centre.event("connection_failure", #""number":"1300""#)
        #expect(centre.page(centre.query(.seances)).rows[0].number == "+74951234567")
        #expect(centre.page(centre.query(.connections)).rows[0].number == "100")
        #expect(centre.page(centre.query(.calls)).rows[0].number == "7c")
        #expect(centre.page(centre.query(.failures)).rows[0].number == "1300")
    }

    /// A number in every text of every type of event, except ids and the members of the envelope.
    private static let number = "74951234567"

    /// A feed with numbers in all possible members, for which detectors fire.
    private func everywhere() throws -> Centre {
        var options = EventDecoder.Options()
        options.masksNumbers = true
        let centre = try Centre(options: options)
        centre.surroundings.masksNumbers = true
        let names = Field.allCases.filter { !$0.isID }.flatMap { FieldMap()[$0] } + [Self.number, "any"]
        let members = names.map { "\"\($0)\":\"talk \(Self.number)\"" }.joined(separator: ",")
        for _ in 0..<12 {
            for type in EventType.allCases where type.row.action != .delete {
                centre.at += 10
                centre.event(type.name, #""idcall":"c","idconn":"k","idseance":"s",\#(members)"#)
            }
        }
        centre.event("connection_start_record", #""id":"k",\#(members)"#)
        centre.event("call_\(Self.number)", #""id":"c""#)
        centre.line(#"{"\#(Self.number)":1,"class":"ccsevents","x":"\#(Self.number)"}"#)
        centre.at += 40_000
        centre.event("seance_update", #""id":"s""#)
        return centre
    }

    private func tells(_ text: some StringProtocol) -> Bool { text.contains("95123") }

    @Test("With masked numbers, no output contains one, from any text of any event")
    func maskedInAllOutputs() throws {
        let centre = try everywhere()
        let key = try #require(centre.key("s"))
        var views = Pane.allCases.map { Query.View.pane($0) }
        views += Face.allCases.map { Query.View.seance(key, $0) }
        for view in views {
            var query = Query(domain: view == .pane(.domains) ? nil : "sales", view: view, lines: 500)
            (query.opensAll, query.explains) = (true, true)
            if case .pane(let pane) = view { query.columns = ColumnTable.columns(of: pane).map(\.id) }
            let page = centre.page(query)
            #expect(page.rowCount > 0, "\(view)")
            var said = page.texts + page.rows.map(\.copyText) + [page.title?.string ?? ""]
            said += page.explanation?.map(\.text.string) ?? []
            said += page.rows.compactMap(\.target?.filter)
            query.givesRecords = true
            said += centre.page(query).rows.compactMap { $0.record.map { String(decoding: $0, as: UTF8.self) } }
            for text in said { #expect(!tells(text), "\(view): \(text)") }
            // The events that set each field of the tree.
            guard case .seance(_, .tree) = view else { continue }
            for row in page.rows {
                query.anchor = row.id
                let said = centre.page(query).explanation?.map(\.text.string) ?? []
                for text in said { #expect(!tells(text), "\(row.id): \(text)") }
            }
        }
    }

    @Test("Nor does a snapshot")
    func maskedInSnapshots() throws {
        let centre = try everywhere()
        var options = SnapshotOptions()
        (options.anomalies, options.masksNumbers) = (true, true)
        let json = centre.reducer.state.snapshotJSON(counts: centre.reducer.counts, options)
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains("talk *******4567") && !tells(text), "\(text)")
    }

    @Test("Nor does an inspection, of names neither")
    func maskedInInspections() throws {
        guard var inspection = Inspection(.init(feedDomain: "d"), phases: PhaseTable()) else { throw OutOfMemory() }
        var lines = ""
        for type in EventType.allCases.map(\.name) + ["call_\(Self.number)"] {
            lines += #"{"class":"ccsevents","type":"\#(type)","eventts":1732320000000,"data":{"id":"i","#
            lines += #""state":"talk \#(Self.number)","\#(Self.number)":"x","leg_\#(Self.number)":"y"}}"# + "\n"
        }
        let bytes = Array(lines.utf8) + Array(repeating: 0, count: LineFramer.padding)
        bytes.withUnsafeBytes {
            _ = inspection.take(
                UnsafeRawBufferPointer(rebasing: $0[..<lines.utf8.count]), source: 0, arrival: 0, limit: 100)
        }
        let text = String(decoding: inspection.json(), as: UTF8.self)
        #expect(text.contains("4567") && !tells(text), "\(text)")
        let names = EventType.allCases.flatMap { inspection.unclaimed($0).map(\.name) }
        #expect(names.contains("*******4567") && !names.contains(where: tells))
        #expect(!inspection.proposals.map(\.text).contains(where: tells))
        #expect(!inspection.strangersByCount.map(\.name).contains(where: tells))
    }
}
