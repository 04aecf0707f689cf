import CCSFeed

extension FeedToken {
    /// A token of this text.
    convenience init(_ text: String) throws(FeedError) {
        var bytes = Array(text.utf8)
        try self.init(wiping: &bytes, origin: "the test")
    }
}
