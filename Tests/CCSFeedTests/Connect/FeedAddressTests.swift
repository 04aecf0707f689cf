import CCSFeed
import Testing

@Suite("Addresses to connect to")
struct FeedAddressTests {
    @Test(
        "are read",
        arguments: [
            ("tcp://feed:9000", "feed", 9000, "tcp://feed:9000"),
            ("tcp://feed.example.com:1", "feed.example.com", 1, "tcp://feed.example.com:1"),
            ("tcp://127.0.0.1:65535", "127.0.0.1", 65535, "tcp://127.0.0.1:65535"),
            ("tcp://[::1]:9000", "::1", 9000, "tcp://[::1]:9000"),
            ("tcp://[fe80::1%eth0]:9000", "fe80::1%eth0", 9000, "tcp://[fe80::1%eth0]:9000"),
            ("TCP://feed:9000/", "feed", 9000, "tcp://feed:9000"),
        ])
    func accepted(text: String, host: String, port: Int, description: String) throws {
        let address = try FeedAddress(parsing: text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.description == description)
    }

    @Test(
        "are refused with what is wrong and how to write them",
        arguments: [
            ("", "\"\" has no scheme: write tcp://HOST:PORT"),
            ("feed:9000", "\"feed:9000\" has no scheme: write tcp://HOST:PORT"),
            ("://feed:9000", "\"://feed:9000\" has no scheme: write tcp://HOST:PORT"),
            ("ftp://feed:9000", "\"ftp://feed:9000\" has an unknown scheme, ftp: write tcp://HOST:PORT"),
            ("tcp://", "\"tcp://\" has no port: write tcp://HOST:PORT"),
            ("tcp://:9000", "\"tcp://:9000\" has no host: write tcp://HOST:PORT"),
            ("tcp://feed", "\"tcp://feed\" has no port: write tcp://HOST:PORT"),
            ("tcp://feed:", "\"tcp://feed:\" has no port: write tcp://HOST:PORT"),
            ("tcp://feed:0", "\"tcp://feed:0\" has a port that is no number from 1 to 65535: write tcp://HOST:PORT"),
            (
                "tcp://feed:65536",
                "\"tcp://feed:65536\" has a port that is no number from 1 to 65535: write tcp://HOST:PORT"
            ),
            (
                "tcp://feed:+90",
                "\"tcp://feed:+90\" has a port that is no number from 1 to 65535: write tcp://HOST:PORT"
            ),
            (
                "tcp://feed:99999999999999999999",
                "\"tcp://feed:99999999999999999999\" has a port that is no number from 1 to 65535: "
                    + "write tcp://HOST:PORT"
            ),
            ("tcp://::1:9000", "\"tcp://::1:9000\" holds an IPv6 address without brackets: write tcp://[::1]:9000"),
            ("tcp://[::1:9000", "\"tcp://[::1:9000\" lacks the bracket ]: write tcp://HOST:PORT"),
            ("tcp://[::1]", "\"tcp://[::1]\" has no port: write tcp://HOST:PORT"),
            ("tcp://[feed]:9000", "\"tcp://[feed]:9000\" holds no IPv6 address in its brackets: write tcp://HOST:PORT"),
            (
                "tcp://me@feed:9000",
                "\"tcp://me@feed:9000\" has a host with something else than letters, digits, dots and hyphens: "
                    + "write tcp://HOST:PORT"
            ),
            (
                "tcp://feed:9000/path",
                "\"tcp://feed:9000/path\" has a port that is no number from 1 to 65535: write tcp://HOST:PORT"
            ),
        ])
    func refused(text: String, message: String) {
        let error = #expect(throws: FeedError.self) { try FeedAddress(parsing: text) }
        #expect(error?.description == message)
    }
}
