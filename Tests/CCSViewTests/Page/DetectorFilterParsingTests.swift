import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct DetectorFilterParsingTests {
    private func centre(_ detector: Detector, _ text: String) throws -> Centre {
        var settings = DetectorSettings()
        for other in Detector.allCases where other != detector { settings[other] = nil }
        settings.filters[detector] = try DetectorFilter(parsing: text, for: detector)
        return try Centre(detectors: settings)
    }

    private func wrong(_ centre: Centre) -> [String] {
        var query = centre.query(.anomalies)
        query.columns = ["id"]
        let page = centre.page(query)
        return page.rows.indices.compactMap { page.cell($0, "id") }
    }

    @Test(arguments: [
        ("number~^7495", ["a"]), ("dir=in", ["a", "b"]), ("not number~^7495 and dir=in", ["b"]),
        ("state=ringing and name=anna", ["b"]), ("anna", ["b"]), ("dir=out", []),
    ]) func callsAreAskedByTheirFields(_ text: String, _ expected: [String]) throws {
        let centre = try centre(.ringing, text)
        centre.event("call_create", #""id":"a","state":"ringing","number":"7495123","dir":"in""#)
        centre.event("call_create", #""id":"b","state":"ringing","number":"1012","name":"Anna","dir":"in""#)
        centre.at += 60_000
        centre.event("seance_create", #""id":"s""#)
        #expect(Set(wrong(centre)) == Set(expected))
    }

    @Test(arguments: [("to=745", true), ("number=71", true), ("number=79", false), ("from=745", false)])
    func connectionsAreAskedWithTheirCalls(_ text: String, _ expected: Bool) throws {
        let centre = try centre(.unrecorded, text)
        centre.seance("s")
        centre.connection("k", of: "s", calls: ["1", "2"])
        centre.at += 60_000
        centre.event("seance_create", #""id":"t""#)
        #expect(wrong(centre) == (expected ? ["k"] : []))
    }

    @Test func aSilentObjectOfAnyKindIsAskedByItsOwnFields() throws {
        let centre = try centre(.silent, "to=745 or number=7495")
        centre.seance("s")
        centre.event("connection_create", #""id":"k","to":"100""#)
        centre.event("call_create", #""id":"c","number":"7495""#)
        centre.event("call_create", #""id":"d","number":"7496""#)
        centre.at += 7_200_000
        centre.event("seance_create", #""id":"t""#)
        #expect(Set(wrong(centre)) == ["s", "c"])
    }

    /// Values that change with time alone would be tested at the wrong moment.
    @Test func fieldsThatRunAreUnknown() {
        for detector in Detector.ofObjects {
            #expect(throws: FilterError.self) { try DetectorFilter(parsing: "age>5m", for: detector) }
            #expect(throws: FilterError.self) { try DetectorFilter(parsing: "wrong=R", for: detector) }
            #expect(!DetectorFilter.fields(of: detector).isEmpty)
        }
    }

    /// Rows show letters, lists of detectors show names. Both find the row, also if it has several anomalies.
    @Test(arguments: [
        "wrong=R", "wrong=r", "wrong=ringing", "wrong~^ring", "wrong=\"ringing silent\"", "wrong=S", "wrong=RS",
    ])
    func anomaliesAreFoundByLetterAndByName(_ text: String) throws {
        var settings = DetectorSettings()
        settings[.silent] = 40_000
        let centre = try Centre(detectors: settings)
        centre.event("call_create", #""id":"a","state":"ringing""#)
        centre.at += 60_000
        centre.event("call_create", #""id":"b","state":"ringing""#)
        var query = centre.query(.calls)
        query.filter = text
        query.columns = ["wrong", "id"]
        let page = centre.page(query)
        #expect(page.filterError == nil)
        #expect(page.rows.map(\.copyText) == ["a"])
        #expect(page.cell(0, "wrong") == "RS")
        query.filter = "not \(text)"
        #expect(centre.page(query).rows.map(\.copyText) == ["b"])
    }
}
