import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite("The order of anomalies") struct AnomalyOrderTests {
    @Test("The sort key of a subject has the order of the subjects")
    func subjects() throws {
        let centre = try Centre()
        let ids = [
            "rB1-023-0a1b2c-06-1000000001@192.168.0.147", "rB1-023-0a1b2c-06-1000000002@192.168.0.147", "rB1-02",
            "rB1-02z", "b", "3694473f-0000-4000-8000-000000000002",
        ]
        for (place, id) in ids.enumerated() {
            centre.event("call_create", #""id":"\#(id)","state":"ringing""#)
            centre.event("connection_create", #""id":"\#(id)","state":"dialog""#)
            centre.event("connection_failure", #""code":"486","number":"7\#(place)""#)
        }
        for _ in 0..<12 { centre.event("connection_failure", #""code":486,"number":"+74951234567""#) }
        for _ in 0..<2 {
            centre.at += 60_000
            centre.event("seance_update", #""id":"s""#)
        }
        let found = centre.reducer.state.domain(named: centre.domain)
        let domain = try #require(found)
        let view = Viewpoint(now: centre.at)
        let all = domain.activeAnomalies.map { anomaly in
            let item = AnomalyItem(anomaly: anomaly, domain: domain)
            return (text: AnomalyText.subject(item, view), order: AnomalyText.subjectOrder(item, view))
        }
        #expect(Set(all.map(\.text)).count >= 10)
        let byText = all.sorted { Array($0.text.utf8).lexicographicallyPrecedes(Array($1.text.utf8)) }
        let byOrder = all.sorted { Array($0.order.utf8).lexicographicallyPrecedes(Array($1.order.utf8)) }
        #expect(byText.map(\.text) == byOrder.map(\.text))
        for one in all {
            let key = SortKey(.string(one.order), descending: false, slot: 0, serial: 0)
            #expect(!key.isCut, "\(one.text)")
        }
    }
}
