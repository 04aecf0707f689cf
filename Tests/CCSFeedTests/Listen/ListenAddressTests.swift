import Testing

@testable import CCSFeed

@Suite struct ListenAddressTests {
    @Test(arguments: [
        (":9000", "127.0.0.1", 9000, true), (":0", "127.0.0.1", 0, true), ("localhost:1", "localhost", 1, true),
        ("127.9.8.7:65535", "127.9.8.7", 65535, true), ("[::1]:9", "::1", 9, true), ("0.0.0.0:9", "0.0.0.0", 9, false),
        ("[::]:9", "::", 9, false), ("10.0.0.1:9", "10.0.0.1", 9, false), ("feed.example:9", "feed.example", 9, false),
    ]) func validAddressesAreParsed(_ text: String, _ host: String, _ port: Int, _ isLoopback: Bool) throws {
        let address = try ListenAddress(parsing: text)
        #expect(address.host == host && address.port == port && address.isLoopback == isLoopback)
    }

    @Test(arguments: ["", "9000", ":", "host", ":x", ":-1", ":65536", "::1:9", "tcp://a:1", "a b:1", "[::1:9", ":１"])
    func invalidAddressesAreRefused(_ text: String) {
        #expect(throws: FeedError.self) { try ListenAddress(parsing: text) }
    }

    @Test func placesAreGivenLowestFirst() {
        var places = PeerPlaces(first: 3, limit: 2)
        #expect(places.come() == 3)
        #expect(places.come() == 4)
        #expect(places.come() == nil)
        places.go(3)
        places.go(3)
        places.go(99)
        #expect(places.connected == 1 && places.accepted == 2 && places.refused == 1)
        #expect(places.come() == 3)
    }
}
