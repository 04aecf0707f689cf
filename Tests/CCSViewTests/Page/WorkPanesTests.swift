import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct WorkPanesTests {
    @Test("Recordings stand as lost, missing, finishing and running, the longest first, with their counts above")
    func recordings() throws {
        let centre = try Centre()
        for (seance, connection) in [("s1", "lost1"), ("s2", "lost2")] {
            centre.seance(seance)
            centre.connection(connection, of: seance, calls: [])
            centre.event("connection_start_record", #""id":"\#(connection)""#)
            centre.at += 5000
            centre.event("connection_delete", #""id":"\#(connection)""#)
        }
        centre.seance("s3")
        centre.connection("missing", of: "s3", calls: ["m1", "m2"])
        centre.seance("s4")
        centre.connection("running", of: "s4", calls: ["r1", "r2"])
        centre.event("connection_start_record", #""id":"running""#)
        centre.at += 70_000
        centre.seance("s5")
        centre.connection("finishing", of: "s5", calls: [])
        centre.event("connection_start_record", #""id":"finishing""#)
        centre.event("connection_delete", #""id":"finishing""#)
        let page = centre.page(centre.query(.recording))
        #expect(page.ids == ["lost1", "lost2", "missing", "finishing", "running"])
        #expect((0..<5).map { page.cell($0, "status") } == ["lost", "lost", "missing", "finishing", "running"])
        #expect(page.cell(0, "recorded") == "00:00:05")
        #expect(page.cell(4, "since") == "00:01:11")
        #expect(page.notice == "lost 2  missing 1  finishing 1  running 1")
        #expect(page.rows[0].seance == centre.key("s1"))
        #expect(page.rows.map(\.severity) == [.high, .high, .high, nil, nil])
        #expect(page.rows.allSatisfy { !$0.hasEnded })
        var query = centre.query(.recording)
        query.filter = "status=missing"
        #expect(centre.page(query).ids == ["missing"])
        centre.event("connection_set_record_info", #""id":"lost1","key":"x""#)
        #expect(centre.page(centre.query(.recording)).ids.contains("lost1") == false)
    }

    @Test(
        "Numbers have their live calls, their attempts and failures over three stretches, their talk, and lead to calls"
    )
    func numbers() throws {
        let centre = try Centre()
        centre.event("connection_failure", #""code":486,"number":"745""#)
        centre.at += 400_000
        centre.event("connection_failure", #""code":486,"number":"745""#)
        centre.seance("a")
        centre.connection("k", of: "a", calls: ["c1"])
        centre.event("call_create", #""id":"n","number":"745","state":"talk""#)
        centre.at += 10_000
        centre.event("call_set_state", #""id":"n","state":"hold""#)
        let page = centre.page(centre.query(.numbers))
        #expect(page.ids == ["745", "7c1"])
        let names = ["live", "try1", "fail1", "try5", "fail5", "try15", "fail15", "share", "talk", "last"]
        #expect(
            names.map { page.cell(0, $0) } == ["1", "2", "1", "2", "1", "3", "2", "2/3", "00:00:10", "00:00:10"])
        #expect(page.cell(1, "live") == "1")
        #expect(page.cell(1, "share") == "–")
        #expect(page.rows[0].target?.pane == .calls)
        var query = centre.query(.calls)
        query.filter = try #require(page.rows[0].target?.filter)
        #expect(centre.page(query).ids == ["n"])
        query = centre.query(.numbers)
        query.anchor = page.rows[1].id
        #expect(centre.page(query).selectedIndex == 1)
    }

    @Test(
        "Failures stand by number first, what fails now above the rest, with counts and share; a number opens into its causes; Enter leads to those of the row"
    )
    func groups() throws {
        let centre = try Centre()
        centre.seance("first")
        centre.at += 600_000
        func fail(_ code: Int, _ reason: String, _ number: String) {
            centre.event("connection_failure", #""code":\#(code),"reason":"\#(reason)","number":"\#(number)""#)
            centre.at += 1000
        }
        for _ in 0..<4 { fail(503, "No \\\"circuit\\\" (1)", "1301") }
        centre.at += 400_000
        fail(486, "Busy", "1300")
        fail(486, "Busy", "1300")
        fail(480, "", "1300")
        centre.seance("a")
        let page = centre.page(centre.query(.failures))
        #expect(page.rowCount == 2 + 1 + 7)
        let names = ["number", "min1", "min5", "min15", "share", "trend", "first", "ago", "code", "reason"]
        #expect(
            names.map { page.cell(1, $0) } == [
                "1301", "0", "0", "4", "4/4", "▼", "00:06:47", "00:06:44", "503", #"No "circuit" (1)"#,
            ])
        #expect(
            names.map { page.cell(0, $0) } == [
                "1300", "3", "3", "3", "3/3", "▲", "00:00:03", "00:00:01", "486+1", "Busy",
            ])
        #expect(page.rows.map(\.isOpen) == [false] + Array(repeating: nil, count: 9))
        #expect(page.rows[2].line != nil)
        #expect(page.rows[3...].map(\.id) == (1...7).reversed().map { .sequence($0) })
        #expect(page.cell(3, "min1") == "")

        var opened = centre.query(.failures)
        opened.toggled = [page.rows[0].id]
        let causes = centre.page(opened)
        #expect(causes.rowCount == 4 + 1 + 7)
        #expect((0..<3).map { causes.cell($0, "code") } == ["486+1", "486", "480"])
        #expect((0..<3).map { causes.cell($0, "min15") } == ["3", "2", "1"])
        for (row, count) in [(3, 4), (0, 3), (1, 2), (2, 1)] {
            var query = centre.query(.failures)
            query.filter = try #require(causes.rows[row].target?.filter)
            let matching = centre.page(query)
            #expect(matching.filterError == nil)
            #expect(matching.matched?.count == count)
        }
        var sorted = centre.query(.failures)
        sorted.sort = Query.Sort("min15", descending: true)
        #expect(centre.page(sorted).cell(0, "code") == "503")
        #expect(Set(causes.rows.map(\.id)).count == causes.rows.count)
    }

    @Test("A trend needs 15 heard minutes; a first failure may be older if not all are stored")
    func honest() throws {
        var limits = Limits()
        limits.failures = 2
        let centre = try Centre(limits: limits)
        for call in 0..<2 { centre.event("connection_failure", #""code":486,"number":"1300","idcall":"\#(call)""#) }
        centre.at += 880_000
        centre.seance("a")
        var page = centre.page(centre.query(.failures))
        #expect(page.cell(0, "trend") == "–" && page.cell(0, "first") == "00:14:40")
        #expect(page.header.heard == 880)
        centre.at += 30_000
        centre.event("connection_failure", #""code":486,"number":"1300""#)
        page = centre.page(centre.query(.failures))
        #expect(page.cell(0, "trend") == "▲" && page.cell(0, "first") == "≥00:15:11")
        #expect(page.header.heard == 900)
    }

    @Test("A number with an open alarm is open and stands first; once the alarm has ended it is over")
    func standing() throws {
        let centre = try Centre()
        for call in 0..<20 { centre.event("connection_failure", #""code":486,"number":"1300","idcall":"\#(call)""#) }
        centre.at += 2000
        for call in 20..<50 { centre.event("call_create", #""id":"\#(call)""#) }
        centre.event("connection_failure", #""code":503,"number":"1301""#)
        let failing = centre.page(centre.query(.failures))
        #expect((0..<2).map { failing.cell($0, "number") } == ["1300", "1301"])
        #expect((0..<2).map { failing.cell($0, "status") } == ["open", "–"])
        #expect(failing.rows[0].severity == .high && failing.rows[1].severity == nil)
        for _ in 0..<10 {
            centre.at += 120_000
            centre.seance("s\(centre.at)")
        }
        let over = centre.page(centre.query(.failures))
        #expect((0..<2).map { over.cell($0, "number") } == ["1301", "1300"])
        #expect((0..<2).map { over.cell($0, "status") } == ["–", "over"])
        #expect(over.rows[1].severity == nil)
    }

    @Test("If the stored failures are fewer than the counted ones, the page says so")
    func bounded() throws {
        var limits = Limits()
        limits.failures = 3
        let centre = try Centre(limits: limits)
        for _ in 0..<5 {
            centre.event("connection_failure", #""code":486,"number":"1300""#)
            centre.at += 1000
        }
        let page = centre.page(centre.query(.failures))
        #expect(page.notice == "Only the failures of the last 00:00:02 are kept")
        #expect(page.rows.count == 1 + 1 + 3)
    }
}
