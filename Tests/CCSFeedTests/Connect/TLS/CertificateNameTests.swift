import Testing

@testable import CCSFeed

@Suite struct CertificateNameTests {
    @Test(arguments: [
        ("feed.example", "feed.example"), ("FEED.example", "feed.Example"), ("feed.example.", "feed.example"),
        ("localhost", "localhost"), ("*.feed.example", "one.feed.example"), ("*.feed.example", "one.feed.example."),
    ])
    func holdsForTheHost(_ name: String, _ host: String) {
        #expect(CertificateName.covers(name, host: host))
    }

    @Test(arguments: [
        ("*", "localhost"), ("*.", "localhost"), ("*.example", "feed.example"), ("l*", "localhost"),
        ("f*d.feed.example", "feed.feed.example"), ("*.feed.example", "feed.example"),
        ("*.feed.example", "a.b.feed.example"), ("*.*.example", "a.b.example"), ("feed.example", "other.example"),
        ("", "localhost"), ("*..example", "a..example"), ("*.feed.example", ".feed.example"),
    ])
    func holdsForNobodyElse(_ name: String, _ host: String) {
        #expect(!CertificateName.covers(name, host: host))
    }
}
