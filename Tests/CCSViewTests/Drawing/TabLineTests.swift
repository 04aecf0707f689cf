import CCSEvents
import Testing

@testable import CCSView

@Suite struct TabLineTests {
    private func line(_ pane: Pane, filter: String = "", width: Int) -> String {
        var page = Sample.list(pane, selected: 3)
        var interface = DrawTests.interface(for: page)
        interface.list.filter = filter
        if !filter.isEmpty { page.matched = (24, 431) }
        let screen = draw(page, interface, width: width, height: 24, ascii: false)
        return String(screen.plainText.split(separator: "\n", omittingEmptySubsequences: false)[2])
    }

    @Test(arguments: Pane.ofDomain) func thePanesFitTheSmallestUsualScreen(_ pane: Pane) {
        let text = line(pane, width: 80)
        for (place, other) in Pane.ofDomain.enumerated() {
            let digit = (place + 1) % 10
            let name = other == pane ? "[\(digit) \(pane.title)]" : "\(digit) \(other.title.prefix(3))"
            #expect(text.contains(name), "\(text)")
        }
        #expect(text.hasSuffix(pane == .log ? "following" : "4/100"))
    }

    @Test(arguments: Pane.ofDomain) func theFilterAndItsCountAreAlwaysThereAndTheActivePaneWhole(_ pane: Pane) {
        for width in [40, 60, 80, 100, 200] {
            let text = line(pane, filter: "age>30s", width: width)
            #expect(text.contains("\(pane.title)]") && text.contains("age>30s (24 of 431)"), "\(width): \(text)")
        }
        #expect(line(pane, width: 120).contains(" 2 Connections ") || pane == .connections)
    }

    @Test func aLongFilterIsCut() {
        let text = line(.calls, filter: "state=ringing and age>30s and not to~^7495", width: 80)
        #expect(text.hasSuffix("… (24 of 431)") && text.contains("[3 Calls] 4"))
    }
}
