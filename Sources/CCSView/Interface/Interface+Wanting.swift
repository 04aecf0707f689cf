extension Interface {
    /// Whether keys were pressed that the newest page does not answer yet: then a page is wanted at once.
    public var wantsPage: Bool { !isSettled && !isPaused }

    /// Whether a page is wanted, or the list has another number of lines than the newest page has: with that a key may have come to
    /// its turn that opened or closed a line to type in.
    public func wantsPage(after newest: Page, width: Int, height: Int) -> Bool {
        wantsPage || !isPaused && query(width: width, height: height).lines != newest.query.lines
    }
}
