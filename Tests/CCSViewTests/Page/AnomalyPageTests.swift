import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct AnomalyPageTests {
    /// A seance with a call that rings too long, and one with a connection that talks unrecorded.
    private func troubled() throws -> Centre {
        let centre = try Centre()
        centre.seance("a", state: "ringing", from: "+74951234567")
        centre.event("call_create", #""id":"c","state":"ringing","number":"+74951234567""#)
        centre.event("call_attach_to_seance", #""id":"c","idseance":"a""#)
        centre.seance("b")
        centre.connection("k", of: "b", calls: ["d", "e"])
        centre.seance("quiet")
        pass(40_000, centre)
        return centre
    }

    /// Lets feed time pass, by an event of a seance without anomalies.
    private func pass(_ milliseconds: Int64, _ centre: Centre) {
        centre.at += milliseconds
        centre.event("seance_update", #""id":"quiet""#)
    }

    @Test(
        "Anomalies stand with the gravest first, each with its subject, for how long, and the seance that Enter opens")
    func pane() throws {
        let centre = try troubled()
        var query = centre.query(.anomalies)
        query.columns = ColumnTable.columns(of: .anomalies).map(\.id)
        let page = centre.page(query)
        #expect(page.rowCount == 2)
        #expect(["wrong", "severity", "what"].map { page.cell(0, $0) } == ["U", "high", "talks unrecorded"])
        #expect(
            ["wrong", "severity", "what", "since", "subject", "who", "count", "seen"].map { page.cell(1, $0) } == [
                "R", "medium", "rings too long", "00:00:42", "call c", "+74951234567", "1", "no",
            ])
        #expect(page.rows.map(\.seance) == [centre.key("b"), centre.key("a")])
        #expect(page.rows.allSatisfy { $0.anomalies.count == 1 })
        #expect(page.rows[1].number == "+74951234567")
        #expect(page.header.anomalies == (2, 2, 0))
        query.filter = "wrong=ringing"
        #expect(centre.page(query).ids == ["c"])
        query.filter = "severity=high"
        #expect(centre.page(query).ids == ["k"])
    }

    @Test(
        "What was acknowledged is counted as seen, dims its row, and a domain with nothing else is no longer in trouble"
    )
    func acknowledged() throws {
        let centre = try troubled()
        let rows = centre.page(centre.query(.anomalies)).rows
        let found = centre.reducer.state.domain(named: "sales")
        let domain = try #require(found)
        domain.acknowledge(try #require(rows[0].anomalies.first))
        let page = centre.page(centre.query(.anomalies))
        #expect(page.rows.map(\.isAcknowledged) == [true, false])
        #expect(page.rows[0].cells[0].role == .ended)
        #expect(page.header.anomalies == (2, 1, 0))
        let seances = centre.page(centre.query(.seances))
        #expect(seances.rows.map(\.isAcknowledged) == [true, false, false])
        domain.acknowledge(try #require(rows[1].anomalies.first))
        let domains = centre.page(Query(domain: nil, view: .pane(.domains), lines: 9))
        #expect(domains.rows[0].isAcknowledged)
    }

    @Test("Seances, connections and calls show the anomalies of their trees, and filters find them by name")
    func marks() throws {
        let centre = try troubled()
        var query = centre.query(.seances)
        query.columns = ["wrong", "id"]
        let page = centre.page(query)
        #expect(page.ids == ["b", "a", "quiet"])
        #expect(page.rows.map(\.severity) == [.high, .medium, nil])
        #expect((0..<3).map { page.cell($0, "wrong") } == ["U", "R", ""])
        query.filter = "wrong~ringing"
        #expect(centre.page(query).ids == ["a"])
        query.filter = ""
        query.sort = Query.Sort("age", descending: true)
        #expect(centre.page(query).ids == ["a", "b", "quiet"])
        #expect(centre.page(centre.query(.connections)).rows.map(\.severity) == [.high])
        #expect(centre.page(centre.query(.calls)).rows.filter { $0.severity == .medium }.map(\.copyText) == ["c"])
        centre.event("call_set_state", #""id":"c","state":"talk""#)
        #expect(centre.page(centre.query(.seances)).rows.map(\.severity) == [.high, nil, nil])
    }

    /// A caller waits in a queue, and the telephone of an agent rings for 31 s.
    private func queue() throws -> Centre {
        let centre = try Centre()
        centre.seance("a", from: "+4951234567")
        centre.event("call_create", #""id":"c","state":"queue","number":"+4951234567""#)
        centre.event("call_attach_to_seance", #""id":"c","idseance":"a""#)
        centre.connection("k", of: "a", calls: [])
        centre.event("call_create", #""id":"r","state":"ringing","number":"1027","name":"Anna""#)
        centre.event("connection_link_call", #""id":"k","idcall":"r""#)
        pass(31_000, centre)
        return centre
    }

    @Test("A telephone that rings too long is shown with the caller for whom it rings, while it does and afterwards")
    func caller() throws {
        let centre = try queue()
        var query = centre.query(.anomalies)
        query.columns = ["who", "caller", "id"]
        query.filter = "wrong=ringing"
        #expect(
            ["who", "caller"].map { centre.page(query).cell(0, $0) } == ["+4951234567 → 1027 Anna", "+4951234567"])
        query.filter = "wrong=ringing and who:+4951"
        #expect(centre.page(query).ids == ["r"])
        query.explains = true
        query.anchor = centre.page(query).rows.first?.id
        let why = centre.page(query).explanation?.first?.text.string
        #expect(why == "rings for 00:00:31, over 30s, for the caller +4951234567")
        var changes = centre.query(.changes)
        changes.columns = ["who", "what", "change"]
        changes.filter = "wrong=ringing"
        #expect(centre.page(changes).cell(0, "who") == "+4951234567 → 1027 Anna")
        centre.event("call_set_state", #""id":"r","state":"talk""#)
        query.filter = "ended and wrong=ringing"
        #expect(centre.page(query).cell(0, "who") == "+4951234567 → 1027 Anna")
        centre.surroundings.masksNumbers = true
        #expect(centre.page(query).cell(0, "who") == "+******4567 → 1027 Anna")
        #expect(centre.page(query).cell(0, "caller") == "+******4567")
    }

    @Test("Anomalies that a gap leaves open are marked, and their time stands still, until an event confirms them")
    func unconfirmed() throws {
        let centre = try queue()
        pass(9000, centre)
        // Cached lists are updated too.
        for pane in [Pane.anomalies, .changes] {
            let kept = try queue()
            var query = kept.query(pane)
            query.columns = ["what", "unconfirmed", "id"]
            query.filter = "wrong=ringing and unconfirmed"
            #expect(kept.page(query).rowCount == 0)
            kept.losesConnection()
            #expect(kept.page(query).rowCount == 1, "\(pane)")
        }
        centre.losesConnection()
        pass(60_000, centre)
        var query = centre.query(.anomalies)
        query.columns = ["what", "since", "unconfirmed", "id"]
        query.filter = "wrong=ringing"
        #expect(
            ["what", "since", "unconfirmed"].map { centre.page(query).cell(0, $0) } == [
                "rings too long?", "00:00:40", "yes",
            ])
        query.filter = "wrong=ringing and unconfirmed"
        #expect(Set(centre.page(query).ids) == ["r"])
        query.explains = true
        query.anchor = centre.page(query).rows.first?.id
        let why = centre.page(query).explanation?.first?.text.string
        #expect(
            why == "rings for 00:00:40, over 30s, for the caller +4951234567; not confirmed since a gap of the feed")
        var changes = centre.query(.changes)
        changes.columns = ["what", "lasted", "unconfirmed", "change"]
        changes.filter = "wrong=ringing"
        #expect(["lasted", "unconfirmed"].map { centre.page(changes).cell(0, $0) } == ["00:00:40?", "yes"])
        centre.event("call_set_state", #""id":"r","state":"ringing""#)
        #expect(centre.page(query).ids == [])
        pass(31_000, centre)
        query.filter = "wrong=ringing"
        #expect(["what", "since"].map { centre.page(query).cell(0, $0) } == ["rings too long", "00:00:31"])
    }

    @Test("The next anomaly is found below, round the end and upwards, and nowhere when there is none")
    func next() throws {
        let centre = try troubled()
        var query = centre.query(.seances)
        query.sort = Query.Sort("age", descending: true)
        query.anchor = .object(try #require(centre.key("a")))
        query.find = .anomaly(backwards: false)
        var page = centre.page(query)
        #expect(page.found == true)
        #expect(page.selectedIndex == 1)
        query.anchor = page.rows[1].id
        page = centre.page(query)
        #expect(page.selectedIndex == 0)
        query.anchor = page.rows[2].id
        query.find = .anomaly(backwards: true)
        #expect(centre.page(query).selectedIndex == 1)
        // Acknowledged anomalies are skipped.
        let found = centre.reducer.state.domain(named: "sales")
        let domain = try #require(found)
        let ofB = try #require(centre.page(query).rows.first { $0.copyText == "b" })
        for serial in ofB.anomalies { domain.acknowledge(serial) }
        #expect(centre.page(query).selectedIndex == 0)
        query.view = .pane(.log)
        #expect(centre.page(query).found == false)
        let calm = try Centre()
        calm.seance("a")
        var asked = calm.query(.seances)
        asked.find = .anomaly(backwards: false)
        #expect(calm.page(asked).found == false)
    }

    @Test("A seance's tree begins with its anomalies and their reasons")
    func tree() throws {
        let centre = try troubled()
        let query = Query(domain: "sales", view: .seance(try #require(centre.key("a")), .tree), lines: 50)
        let page = centre.page(query)
        #expect(page.texts[0] == "! call c rings for 00:00:42, over 30s")
        #expect(page.rows[0].severity == .medium)
        #expect(page.rows[0].anomalies.count == 1)
    }

    @Test("The domain in trouble stands first among domains, the others by name")
    func domains() throws {
        let centre = try troubled()
        for name in ["zeta", "alpha"] {
            centre.domain = name
            centre.seance("x")
        }
        let page = centre.page(Query(domain: nil, view: .pane(.domains), lines: 9))
        #expect(page.rows.map(\.domain) == ["sales", "alpha", "zeta"])
        #expect((0..<3).map { page.cell($0, "wrong") } == ["2", "–", "–"])
        #expect(page.rows.map(\.severity) == [.high, nil, nil])
    }

    @Test("A number to which too many attempts fail is an anomaly that leads to its failures")
    func failing() throws {
        let centre = try Centre()
        for _ in 0..<12 {
            centre.at += 100
            centre.event("connection_failure", #""code":486,"number":"1300""#)
        }
        centre.at += 2000
        centre.event("seance_create", #""id":"quiet""#)
        let page = centre.page(centre.query(.anomalies))
        let row = try #require(page.rows.first { $0.copyText == "1300" })
        let place = try #require(page.rows.firstIndex { $0.id == row.id })
        #expect(page.cell(place, "subject") == "number 1300")
        #expect(page.cell(place, "share") == "12/12")
        #expect(row.target?.pane == .failures)
        var query = centre.query(.failures)
        query.filter = try #require(row.target?.filter)
        #expect(centre.page(query).matched?.count == 12)
        #expect(centre.page(centre.query(.numbers)).rows.first?.severity == .high)
    }
}
