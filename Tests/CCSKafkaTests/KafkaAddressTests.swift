import CCSKafka
import Testing

@Suite struct KafkaAddressTests {
    @Test(arguments: [
        ("kafka://one/calls", ["one"], "calls"),
        ("kafka://one:9092/calls", ["one:9092"], "calls"),
        ("KAFKA://one,two:9093/ccs.events_1-a", ["one", "two:9093"], "ccs.events_1-a"),
        ("kafka://[::1]:9092/calls", ["[::1]:9092"], "calls"),
    ])
    func isRead(text: String, brokers: [String], topic: String) throws {
        let address = try KafkaAddress(parsing: text)
        #expect(address.brokers == brokers)
        #expect(address.topic == topic)
    }

    @Test(arguments: [
        ("tcp://one:9092", "kafka://"), ("kafka://one", "topic"), ("kafka://one/", "topic"), ("kafka:///calls", "host"),
        ("kafka://one,/calls", "host"), ("kafka://one:0/calls", "port"), ("kafka://one:99999/calls", "port"),
        ("kafka://one:9a/calls", "port"), ("kafka://o ne/calls", "host"), ("kafka://one/ca/lls", "topic"),
        ("kafka://::1:9092/calls", "brackets"), ("kafka://[::1/calls", "bracket"), ("kafka://[::1]x/calls", "bracket"),
        ("kafka://one/" + String(repeating: "a", count: 250), "topic"),
    ])
    func isRefusedWithItsReason(text: String, word: String) {
        let error = #expect(throws: (any Error).self) { try KafkaAddress(parsing: text) }
        #expect(error.map { "\($0)".contains(word) } == true)
    }

    @Test func aPasswordIsNotRepeated() {
        let error = #expect(throws: (any Error).self) { try KafkaAddress(parsing: "kafka://me:hunter2@one/calls") }
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test(arguments: [
        ("kafka://localhost/calls", true), ("kafka://127.0.0.1:9092,[::1]/calls", true),
        ("kafka://localhost,one/calls", false), ("kafka://[fe80::1]:9092/calls", false),
    ])
    func loopbackAddressesAreRecognised(text: String, isLoopback: Bool) throws {
        #expect(try KafkaAddress(parsing: text).isLoopback == isLoopback)
    }

    @Test func isWrittenAsItWasRead() throws {
        let text = "kafka://one:9092,two/calls"
        #expect(try KafkaAddress(parsing: text).description == text)
    }
}
