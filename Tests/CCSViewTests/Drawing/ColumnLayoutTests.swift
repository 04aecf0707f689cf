import CCSEvents
import Testing

@testable import CCSView

@Suite struct ColumnLayoutTests {
    private func page(_ columns: [ColumnInfo], _ cells: [DisplayText]) -> Page {
        var page = Sample.page(.pane(.calls))
        page.columns = columns
        var row = Row(id: .fact("row"))
        row.cells = cells.map { StyledText($0) }
        page.rows = [row]
        return Sample.listed(page)
    }

    private func layout(_ page: Page, _ list: ListState = ListState(), width: Int) -> [String: Int] {
        let layout = ColumnLayout(page: page, list: list, width: width, hasGutter: false)
        return Dictionary(uniqueKeysWithValues: layout.places.map { (page.columns[$0.index].id, $0.width) })
    }

    @Test func theRestGoesToWhoNeedsItTheMostImportantFirst() {
        let page = page(
            [
                Sample.column("a", 4...10, 1), Sample.column("b", 4...10, 2),
                Sample.column("i", 9...36, 0, middle: true),
            ],
            ["12345678", "12345678", "3694473f-2d4b-4f9a-9b1e-000000010005"])
        #expect(layout(page, width: 19) == ["a": 4, "b": 4, "i": 9])
        #expect(layout(page, width: 23) == ["a": 8, "b": 4, "i": 9])
        #expect(layout(page, width: 30) == ["a": 8, "b": 8, "i": 12], "a cut id still tells rows apart")
        #expect(layout(page, width: 200) == ["a": 8, "b": 8, "i": 36])
    }

    @Test func spareWidthGoesToColumnsThatAreCut() {
        var wide = Sample.column("a", 4...6, 5)
        wide.widest = 12
        let page = page([wide, Sample.column("b", 4...6, 1)], ["1234567890123456", "12345678"])
        #expect(layout(page, width: 11) == ["a": 4, "b": 6])
        #expect(layout(page, width: 13) == ["a": 6, "b": 6])
        #expect(layout(page, width: 16) == ["a": 9, "b": 6])
        #expect(layout(page, width: 200) == ["a": 12, "b": 6], "no further than the table says")
    }

    @Test func theLeastImportantLeavesFirstAndOneStays() {
        let page = page(
            [Sample.column("a", 4...4, 1), Sample.column("b", 4...4, 3), Sample.column("c", 4...4, 2)], ["1", "2", "3"])
        #expect(layout(page, width: 14).keys.sorted() == ["a", "b", "c"])
        #expect(layout(page, width: 13).keys.sorted() == ["a", "c"])
        #expect(layout(page, width: 8) == ["a": 4])
        #expect(layout(page, width: 2) == ["a": 2])
        #expect(layout(page, width: 1) == ["a": 1])
    }

    @Test func aNumberIsNotCutForTheSakeOfAnExtra() {
        var page = page(
            [Sample.column("from", 8...16, 2), Sample.column("extra", 6...6, 5), Sample.column("state", 6...6, 4)],
            ["+74951234567", "1", "talk"])
        #expect(layout(page, width: 22) == ["from": 12, "state": 6])
        #expect(layout(page, width: 26) == ["from": 12, "state": 6, "extra": 6])
        page.sort = Query.Sort("extra")
        #expect(layout(page, width: 22) == ["from": 8, "state": 6, "extra": 6], "what orders the rows is seen")
    }

    @Test func columnsDoNotShrinkBelowWhatWasSeen() {
        let page = page([Sample.column("a", 4...20, 1)], ["1234"])
        var list = ListState()
        #expect(layout(page, list, width: 80) == ["a": 4])
        list.widths["a"] = 11
        #expect(layout(page, list, width: 80) == ["a": 11])
    }
}
