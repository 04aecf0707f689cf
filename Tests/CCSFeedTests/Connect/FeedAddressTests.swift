import CCSFeed
import Testing

private let forms = "write tcp://HOST:PORT, tls://HOST:PORT or wss://HOST/ws/token/v1"
private let noToken = "write wss://HOST/ws/token/v1, and give the token with --token-file"

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
            ("tls://feed:9000", "feed", 9000, "tls://feed:9000"),
            ("wss://feed.example", "feed.example", 443, "wss://feed.example/ws/token/v1"),
            ("wss://feed.example:443/", "feed.example", 443, "wss://feed.example/ws/token/v1"),
            ("ws://127.0.0.1:8080/some/where", "127.0.0.1", 8080, "ws://127.0.0.1:8080/some/where"),
            ("ws://[::1]/ws/token/v1", "::1", 80, "ws://[::1]/ws/token/v1"),
            ("WSS://[::1]:9000/a%20b", "::1", 9000, "wss://[::1]:9000/a%20b"),
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
            ("", "\"\" has no scheme: \(forms)"),
            ("feed:9000", "\"feed:9000\" has no scheme: \(forms)"),
            ("://feed:9000", "\"://feed:9000\" has no scheme: \(forms)"),
            ("ftp://feed:9000", "\"ftp://feed:9000\" has an unknown scheme, ftp: \(forms)"),
            ("tcp://", "\"tcp://\" has no port: write tcp://HOST:PORT"),
            ("tcp://:9000", "\"tcp://:9000\" has no host: write tcp://HOST:PORT"),
            ("tcp://feed", "\"tcp://feed\" has no port: write tcp://HOST:PORT"),
            ("tcp://feed:", "\"tcp://feed:\" has no port: write tcp://HOST:PORT"),
            ("tcp://feed:0", "\"tcp://feed:0\" has a port that is not a number from 1 to 65535: write tcp://HOST:PORT"),
            (
                "tcp://feed:65536",
                "\"tcp://feed:65536\" has a port that is not a number from 1 to 65535: write tcp://HOST:PORT"
            ),
            (
                "tcp://feed:+90",
                "\"tcp://feed:+90\" has a port that is not a number from 1 to 65535: write tcp://HOST:PORT"
            ),
            (
                "tcp://feed:99999999999999999999",
                "\"tcp://feed:99999999999999999999\" has a port that is not a number from 1 to 65535: "
                    + "write tcp://HOST:PORT"
            ),
            ("tcp://::1:9000", "\"tcp://::1:9000\" holds an IPv6 address without brackets: write tcp://[::1]:9000"),
            ("tcp://[::1:9000", "\"tcp://[::1:9000\" lacks the bracket ]: write tcp://HOST:PORT"),
            ("tcp://[::1]", "\"tcp://[::1]\" has no port: write tcp://HOST:PORT"),
            ("tcp://[feed]:9000", "\"tcp://[feed]:9000\" holds no IPv6 address in its brackets: write tcp://HOST:PORT"),
            ("tcp://me:s3cret@feed:9000", "an address holds no user and no password: \(forms)"),
            (
                "tcp://feed:9000/path",
                "\"tcp://feed:9000/path\" has a path: write tcp://HOST:PORT, or use ws:// or wss://"
            ),
            ("tls://feed", "\"tls://feed\" has no port: write tls://HOST:PORT"),
            ("wss://", "\"wss://\" has no host: write wss://HOST/ws/token/v1"),
            ("wss://::1/", "\"wss://::1/\" holds an IPv6 address without brackets: write wss://[::1]:1"),
            (
                "wss://feed/a b",
                "\"wss://feed/a b\" has a path with something else than a URL may hold: write wss://HOST/ws/token/v1"
            ),
            (
                "wss://feed/a\r\nX-Evil: 1",
                "\"wss://feed/a\r\nX-Evil: 1\" has a path with something else than a URL may hold: "
                    + "write wss://HOST/ws/token/v1"
            ),
            ("wss://feed/ws/token/v1/s3cret", "an address holds no token and no query: \(noToken)"),
            ("wss://feed/ws?token=s3cret", "an address holds no token and no query: \(noToken)"),
        ])
    func refused(text: String, message: String) {
        let error = #expect(throws: FeedError.self) { try FeedAddress(parsing: text) }
        #expect(error?.description == message)
    }

    @Test("loopback addresses are recognised, and no others")
    func loopback() throws {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "[::1]", "[0:0:0:0:0:0:0:1]"] {
            #expect(try FeedAddress(parsing: "tcp://\(host):1").isLoopback, "\(host)")
        }
        for host in ["feed", "localhost.example", "128.0.0.1", "127.0.0.1.example", "10.0.0.1", "[::2]", "[fe80::1]"] {
            #expect(try !FeedAddress(parsing: "tcp://\(host):1").isLoopback, "\(host)")
        }
    }
}
