/// Which line of the screen is for what: a function of the size alone, so that the lines of a list are known before its
/// page is asked for.
///
/// Where it is low the footer leaves first, then the header, the tabs and the titles. What is typed stands in the last
/// lines, over the footer.
struct Layout: Equatable {
    /// Lines of the header, at the top.
    var header: Range<Int>
    /// The line of the tabs.
    var tabs: Int?
    /// The line of the column titles.
    var titles: Int?
    /// The lines of the list.
    var rows: Range<Int>
    /// The line where text is typed.
    var input: Int?
    /// The line under it, for what is wrong with the text.
    var hint: Int?
    /// The footer.
    var footer: Int?
    /// The lines of the help, which has the rest of the screen to itself.
    var help: Range<Int>
    /// The line of messages: in place of the footer, or over the last line.
    var message: Int

    init(width: Int, height: Int, isTyping: Bool) {
        let height = max(1, height)
        let headerLines =
            switch height {
            case 40...: 3
            case 7...: 2
            case 5...: 1
            default: 0
            }
        header = 0..<headerLines
        var top = headerLines
        tabs = nil
        titles = nil
        if height >= 4 {
            tabs = top
            top += 1
        }
        if height >= 3 {
            titles = top
            top += 1
        }
        var bottom = height
        if isTyping {
            if height >= 3 {
                bottom -= 1
                hint = bottom
            }
            bottom -= 1
            input = bottom
        } else if height >= 10 {
            bottom -= 1
            footer = bottom
        }
        if isTyping, bottom <= top {
            // Typing matters more than titles and tabs.
            top = max(0, bottom - 1)
            if let titles, titles >= top { self.titles = nil }
            if let tabs, tabs >= top { self.tabs = nil }
        }
        rows = top..<max(top, bottom)
        message = height - 1
        help = min(1, height - 1)..<max(min(1, height - 1), bottom)
    }
}
