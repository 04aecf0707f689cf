extension Interface {
    /// Whether keys were pressed that the newest page does not answer yet: then a page is wanted at once.
    public var wantsPage: Bool { !isSettled && !isPaused }
}
