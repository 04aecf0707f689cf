import CCSEvents
import CCSState
import Foundation
import Testing

@testable import CCSView

@Suite struct RecordTests {
    private func records(_ centre: Centre, _ query: Query) throws -> [[String: Any]] {
        var query = query
        query.givesRecords = true
        query.isTree = false
        if query.columns == nil { query.columns = ColumnTable.columns(of: try #require(query.pane)).map(\.id) }
        return try centre.page(query).rows.compactMap { row in
            try row.record.map { try #require(JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]) }
        }
    }

    private func centre() throws -> Centre {
        let centre = try Centre()
        centre.surroundings.onlyDomain = "sales"
        centre.seance("a", from: "+74951234567")
        centre.connection("k", of: "a", calls: ["c"])
        centre.event("connection_start_record", #""id":"k""#)
        centre.event("connection_failure", #""idseance":"a","code":486,"reason":"say \"no\"","number":"1300""#)
        centre.at += 45_000
        centre.event("call_create", #""id":"c2","state":"ringing""#)
        centre.at += 45_000
        centre.event("call_create", #""id":"late""#)
        return centre
    }

    @Test("A record of every pane has the pane, the domain, an id, and each of its columns", arguments: Pane.allCases)
    func complete(_ pane: Pane) throws {
        let records = try records(centre(), Query(domain: "sales", view: .pane(pane), lines: 1000))
        #expect(!records.isEmpty)
        var keys: Set = ["pane", "id"]
        if pane != .domains { keys.insert("domain") }
        keys.formUnion(ColumnTable.columns(of: pane).map(\.id))
        for record in records {
            #expect(Set(record.keys) == keys)
            #expect(record["pane"] as? String == pane.rawValue)
            #expect(record["domain"] as? String == "sales")
        }
        // The identity of a row. Causes have the number of their latest failure instead, and anomalies a serial.
        let ids = records.map { "\($0["id"] ?? "")" }
        if pane != .failures, pane != .anomalies { #expect(Set(ids).count == ids.count, "\(ids)") }
    }

    @Test("Values are raw: numbers, milliseconds, flags, null for unknown ones, texts as they came")
    func values() throws {
        let centre = try centre()
        let calls = try records(centre, centre.query(.calls))
        let call = try #require(calls.first { $0["id"] as? String == "c2" })
        #expect(call["age"] as? Int == 45_000)
        #expect(call["state"] as? String == "ringing")
        #expect(call["number"] is NSNull)
        #expect(call["dtmf"] as? Int == 0)
        #expect(call["ended"] as? Bool == false)
        #expect(call["wrong"] as? String == "ringing")
        let failures = try records(centre, centre.query(.failures))
        #expect(failures.count == 2)
        #expect(failures[0]["min15"] as? Int == 1)
        #expect(failures[0]["seance"] is NSNull)
        #expect(failures[1]["min15"] is NSNull)
        #expect(failures[1]["reason"] as? String == #"say "no""#)
        #expect(failures[1]["time"] as? Int64 == centre.at - 90_000)
        let domains = try records(centre, Query(domain: nil, view: .pane(.domains), lines: 10))
        #expect(domains[0]["rate"] as? Double == 0.1)
        let facts = try records(centre, centre.query(.feed))
        #expect(facts.contains { $0["id"] as? String == "applied" && ($0["amount"] as? Int ?? 0) > 5 })
        #expect(!facts.contains { ($0["id"] as? String)?.hasPrefix("#") == true })
    }

    @Test("Only the columns asked for are there, in that order; the filter and the order act")
    func chosen() throws {
        let centre = try centre()
        var query = centre.query(.calls)
        query.columns = ["state", "number", "id"]
        query.filter = "number~c"
        query.givesRecords = true
        let page = centre.page(query)
        #expect(
            page.rows.map { String(decoding: $0.record ?? [], as: UTF8.self) }
                == [#"{"pane":"calls","domain":"sales","id":"c","state":"talk","number":"7c"}"#])
        query.filter = ""
        query.sort = Query.Sort("id", descending: true)
        let ids = try records(centre, query).map { $0["id"] as? String }
        #expect(ids == ["late", "c2", "c"])
    }

    @Test("Numbers are masked as on the screen, and control characters are escaped")
    func masked() throws {
        var options = EventDecoder.Options()
        options.masksNumbers = true
        let centre = try Centre(options: options)
        centre.surroundings.masksNumbers = true
        centre.seance("a\\u001b[2J", from: "+74951234567", to: "88005553535")
        centre.event("call_create", #""id":"c","number":"88005553535","name":"Anna 88005553535""#)
        centre.event("connection_failure", #""reason":"no 88005553535","number":"88005553535""#)
        for pane in Pane.allCases {
            var query = Query(domain: "sales", view: .pane(pane), lines: 1000)
            query.givesRecords = true
            query.isTree = false
            query.columns = ColumnTable.columns(of: pane).map(\.id)
            for row in centre.page(query).rows {
                let text = String(decoding: row.record ?? [], as: UTF8.self)
                #expect(!text.contains("4951234") && !text.contains("8005553"), "\(pane): \(text)")
                #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(pane): \(text)")
            }
        }
        let seances = try records(centre, centre.query(.seances))
        #expect(seances[0]["id"] as? String == "a\u{1B}[2J")
        #expect(seances[0]["to"] as? String == "*******3535")
    }
}

extension Query {
    fileprivate var pane: Pane? {
        guard case .pane(let pane) = view else { return nil }
        return pane
    }
}
