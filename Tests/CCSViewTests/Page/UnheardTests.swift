import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// What was not heard is shown as such, and no filter takes it for a no.
@Suite struct UnheardTests {
    private func ids(_ centre: Centre, _ pane: Pane, _ filter: String) -> [String] {
        var query = centre.query(pane)
        query.filter = filter
        return centre.page(query).ids.sorted()
    }

    private func cells(_ centre: Centre, _ pane: Pane, _ column: String) -> [String: String] {
        var query = centre.query(pane)
        query.columns = [column]
        let page = centre.page(query)
        let cells = page.ids.enumerated().map { ($1, page.cell($0, column) ?? "") }
        return Dictionary(uniqueKeysWithValues: cells)
    }

    private func joinedLate() throws -> Centre {
        let centre = try Centre()
        centre.seance("new")
        centre.connection("n", of: "new", calls: ["n1", "n2"])
        centre.event("seance_update", #""id":"old","to":"1012""#)
        centre.event("connection_attach_to_seance", #""id":"o","idseance":"old","state":"dialog""#)
        return centre
    }

    @Test func aRecordingThatMayHaveBegunBeforeIsUnknown() throws {
        let centre = try joinedLate()
        #expect(ids(centre, .seances, "not recorded") == ["new"])
        #expect(ids(centre, .seances, "recorded") == [])
        #expect(ids(centre, .connections, "not recorded") == ["n"])
        #expect(cells(centre, .seances, "rec") == ["new": "", "old": "?"])
        #expect(cells(centre, .connections, "record") == ["n": "–", "o": "?"])
        centre.event("connection_start_record", #""id":"o""#)
        #expect(ids(centre, .seances, "recorded") == ["old"])
        #expect(cells(centre, .connections, "record")["o"] == "recording")
    }

    @Test func aFailureThatMayHaveComeBeforeIsUnknown() throws {
        let centre = try joinedLate()
        #expect(ids(centre, .seances, "not failed") == ["new"])
        #expect(ids(centre, .seances, "failed") == [])
        #expect(ids(centre, .connections, "not failed") == ["n"])
        centre.event("connection_failure", #""idseance":"old","number":"7","code":486"#)
        #expect(ids(centre, .seances, "failed") == ["old"])
        centre.losesConnection()
        centre.event("seance_update", #""id":"new""#)
        #expect(ids(centre, .seances, "not failed") == [])
        #expect(cells(centre, .seances, "failed")["new"] == "?")
    }

    @Test func anomaliesThatAGapLeavesOpenAreCountedApart() throws {
        let centre = try Centre()
        centre.event("call_create", #""id":"c","state":"ringing""#)
        centre.at += 60_000
        centre.event("call_create", #""id":"d""#)
        func counts() -> [Int] {
            let anomalies = centre.page(centre.query(.anomalies)).header.anomalies
            return [anomalies.active, anomalies.unconfirmed]
        }
        #expect(counts() == [1, 0])
        centre.losesConnection()
        centre.event("call_update", #""id":"d""#)
        #expect(counts() == [1, 1])
        // It rings again, or still: its time begins anew.
        centre.event("call_set_state", #""id":"c","state":"ringing","again":1"#)
        #expect(counts() == [0, 0])
    }

    @Test func aCallerOfWhomNothingWasHeardMayWait() throws {
        let centre = try joinedLate()
        #expect(ids(centre, .seances, "not waiting") == ["new"])
        centre.event("seance_set_state", #""id":"old","state":"dialog""#)
        #expect(ids(centre, .seances, "not waiting") == ["new", "old"])
        #expect(ids(centre, .seances, "not wait>1s") == ["new", "old"])
        centre.losesConnection()
        centre.event("call_update", #""id":"n1""#)
        #expect(ids(centre, .seances, "not waiting") == [])
    }

    @Test func anAgeOfWhichTheBeginningIsNotKnownIsALowerBound() throws {
        let centre = try joinedLate()
        centre.at += 90_000
        centre.event("call_create", #""id":"x""#)
        #expect(ids(centre, .seances, "age>1m") == ["new", "old"])
        #expect(ids(centre, .seances, "age<2m") == ["new"])
        #expect(ids(centre, .seances, "not age>2m") == ["new"])
        #expect(ids(centre, .connections, "talk>1m") == ["n", "o"])
        #expect(ids(centre, .connections, "talk<2m") == ["n"])
        #expect(cells(centre, .connections, "talk")["o"]?.hasPrefix("≥") == true)
    }

    @Test func whoWasDialledIsNotKnownWithoutTheBeginning() throws {
        let centre = try joinedLate()
        #expect(cells(centre, .seances, "to") == ["new": "745", "old": "1012?"])
        #expect(ids(centre, .seances, "to=1012") == ["old"])
    }

    @Test func aGapMayHaveChangedRecordingsAndAnswers() throws {
        let centre = try Centre()
        centre.seance("s")
        centre.connection("k", of: "s", calls: ["a", "b"])
        centre.event("connection_start_record", #""id":"k""#)
        centre.event("call_update", #""id":"b","number":"1012""#)
        #expect(cells(centre, .seances, "rec") == ["s": "●"])
        let answered = try #require(cells(centre, .seances, "answered")["s"])
        #expect(!answered.isEmpty && !answered.hasSuffix("?"))
        centre.losesConnection()
        centre.event("seance_set_state", #""id":"s","state":"talk""#)
        #expect(cells(centre, .seances, "rec") == ["s": "●?"])
        #expect(cells(centre, .connections, "record") == ["k": "recording?"])
        #expect(cells(centre, .seances, "answered") == ["s": answered + "?"])
        centre.event("connection_start_record", #""id":"k","again":1"#)
        #expect(cells(centre, .seances, "rec") == ["s": "●"])
    }

    @Test func aWindowThatIsNotFullIsMarkedWhereItIsCounted() throws {
        let centre = try joinedLate()
        centre.event("connection_failure", #""code":486,"number":"745""#)
        #expect(centre.page(centre.query(.numbers)).notice == "15m columns: heard 1s of 15m")
        centre.at += 900_000
        centre.event("call_create", #""id":"x""#)
        #expect(centre.page(centre.query(.numbers)).notice == nil)
        centre.losesConnection()
        centre.at += 30_000
        centre.event("call_update", #""id":"x""#)
        #expect(centre.page(centre.query(.numbers)).notice?.string.hasPrefix("15m columns: heard 14m") == true)
    }

    @Test func theLongestWaitMayBeLongerWhereSomeAreNotKnown() throws {
        let centre = try Centre()
        func waits(_ id: String, isHeard: Bool) {
            if isHeard { centre.seance(id, state: "queue") }
            centre.event("call_create", #""id":"c\#(id)","dir":"in","state":"queue","number":"+7495111223\#(id)""#)
            centre.event("call_attach_to_seance", #""id":"c\#(id)","idseance":"\#(id)""#)
        }
        waits("1", isHeard: true)
        func longest() -> String? {
            let page = centre.page(centre.query(.domains))
            return page.cell(0, "longest")
        }
        #expect(longest()?.hasPrefix("≥") == false)
        waits("2", isHeard: false)
        #expect(longest()?.hasPrefix("≥") == true)
    }

    @Test func theFeedPaneComparesWithTenMinutesAgo() throws {
        let centre = try Centre()
        func earlier() -> [String?] {
            let page = centre.page(centre.query(.feed))
            return page.rows.indices.filter { page.rows[$0].cells.count == page.columns.count }
                .filter { page.cell($0, "fact")?.hasSuffix(", 10 min ago") == true }.map { page.cell($0, "amount") }
        }
        centre.event("connection_create", #""id":"k""#)
        centre.event("connection_failure", #""code":486,"number":"745""#)
        #expect(earlier() == ["–", "–", "–"])
        centre.at += 895_000
        centre.event("connection_failure", #""code":486,"number":"745""#)
        #expect(earlier() == ["–", "–", "–"])
        centre.at += 5_000
        centre.event("call_create", #""id":"x""#)
        #expect(earlier() == ["0", "–", "–"])
    }
}
