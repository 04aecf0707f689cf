extension Interface {
    /// Whether keys were pressed that the newest page does not answer yet: then a page is wanted at once.
    public var wantsPage: Bool { !isSettled && !isPaused }

    /// Whether that is so, or a list has another number of lines than in the newest page: what waited for that may have closed a line
    /// that was typed in.
    public func wantsPage(after newest: Page, width: Int, height: Int) -> Bool {
        wantsPage || !isPaused && query(width: width, height: height).lines != newest.query.lines
    }
}
