import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct AnomalyTests {
    @Test func theNextThingThatIsWrongAndTheOneBefore() {
        var hand = Hand()
        hand.wrong = [12: .low, 40: .high, 77: .medium]
        hand.type("e")
        #expect(hand.selected == "connection-12")
        hand.type("ee")
        #expect(hand.selected == "connection-77")
        hand.type("e")
        #expect(hand.selected == "connection-12", "round the end")
        hand.type("E")
        #expect(hand.selected == "connection-77")
    }

    @Test func whereNothingIsWrongItIsSaidWhereSomethingIs() {
        var hand = Hand()
        hand.type("e")
        #expect(hand.lastLine == "no new anomaly in this list")
        hand.anomalies = 7
        hand.type("E")
        #expect(hand.lastLine == "no new anomaly in this list; 7 in pane 6 (Anomalies)")
        hand.type("6e")
        #expect(hand.lastLine == "no new anomaly in this list", "this is that pane")
    }

    @Test func acknowledgedAnomaliesAreSkipped() {
        var hand = Hand()
        hand.wrong = [12: .high, 40: .medium]
        hand.anomalies = 2
        hand.type("ea")
        hand.type("ge")
        #expect(hand.selected == "connection-40")
        hand.type("e")
        #expect(hand.selected == "connection-40", "there is no other")
        hand.type("a")
        hand.type("e")
        #expect(hand.selected == "connection-40" && hand.lastLine == "all anomalies are acknowledged")
        hand.type("pE")
        #expect(hand.lastLine == "all anomalies are acknowledged")
    }

    @Test func anomaliesAreAcknowledgedAndThatIsUndone() {
        var hand = Hand()
        hand.wrong = [12: .high]
        hand.type("a")
        #expect(hand.effects.isEmpty && hand.lastLine == "this row has no anomaly")
        hand.type("ea")
        #expect(hand.effects == [.acknowledge(domain: "sales", serials: [12, 1012], isSeen: true)])
        #expect(hand.lastLine == "2 acknowledged; press a to undo")
        hand.type("a")
        #expect(hand.effects.last == .acknowledge(domain: "sales", serials: [12, 1012], isSeen: false))
        var empty = Hand(count: 0)
        empty.type("aefw")
        #expect(empty.effects.isEmpty)
    }

    @Test func pausedTheRowsThatWereKeptAreLookedThrough() {
        var hand = Hand()
        hand.wrong = [12: .high]
        hand.type("pe")
        #expect(hand.interface.frozen?.shown(lines: 19).selectedRow?.copyText == "connection-12")
        hand.type("aa")
        #expect(
            hand.effects == [
                .acknowledge(domain: "sales", serials: [12, 1012], isSeen: true),
                .acknowledge(domain: "sales", serials: [12, 1012], isSeen: false),
            ])
        hand.type("f")
        #expect(hand.lastLine.hasPrefix("paused: press p to continue"))
        hand.wrong = [:]
        hand.type("ppe")
        #expect(hand.lastLine == "no new anomaly in this list")
    }

    @Test func keysAreAboutTheRowThatComes() {
        var hand = Hand()
        hand.wrong = [40: .high]
        hand.rush(.character("e"))
        hand.rush(.character("a"))
        #expect(hand.effects.isEmpty)
        hand.answer()
        #expect(hand.effects == [.acknowledge(domain: "sales", serials: [40, 1040], isSeen: true)])
    }
}
