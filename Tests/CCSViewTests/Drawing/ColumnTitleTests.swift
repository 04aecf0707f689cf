import CCSView
import Testing

@Suite struct ColumnTitleTests {
    @Test("A title is complete, with the sign of the order beside it", arguments: Pane.allCases)
    func fits(_ pane: Pane) {
        for column in ColumnTable.columns(of: pane) {
            #expect(column.title.count <= column.width.lowerBound, "\(column.id)")
            if ColumnTable.usualSort(of: pane) != nil {
                #expect(column.title.count + 1 <= column.width.upperBound, "\(column.id)")
            }
            if column.id == ColumnTable.usualSort(of: pane)?.column {
                #expect(column.title.count + 1 <= column.width.lowerBound, "\(column.id)")
            }
        }
    }
}
