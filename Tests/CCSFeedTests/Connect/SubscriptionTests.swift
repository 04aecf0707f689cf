import CCSTestSupport
import Foundation
import Testing

@testable import CCSFeed

@Suite("Subscriptions")
struct SubscriptionTests {
    private func line(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("the lines are those of the protocol, with the same id and the next number")
    func lines() {
        var random = SeededGenerator(seed: 9)
        var subscription = Subscription(domain: nil, using: &random)
        let id = subscription.id
        for qid in 1...3 {
            let bytes = subscription.nextLine()
            #expect(
                line(bytes)
                    == "[\"subscribe\",{\"qid\":\(qid),\"id\":\"\(id)\",\"events\":[\"ccsevents.*\"],"
                    + "\"objects\":\"any\",\"expires\":3600}]\n")
        }
    }

    @Test("the id is a random UUID of version 4, another one in every run")
    func identifier() throws {
        var random = SystemRandomNumberGenerator()
        let ids = (0..<100).map { _ in Subscription(domain: nil, using: &random).id }
        #expect(Set(ids).count == 100)
        for id in ids {
            #expect(id.hasPrefix("ccs-top-"))
            let uuid = try #require(UUID(uuidString: String(id.dropFirst(8))))
            #expect(uuid.uuidString.lowercased() == id.dropFirst(8))
            #expect(uuid.uuid.6 >> 4 == 4)
            #expect(uuid.uuid.8 >> 6 == 2)
        }
        var zeros = FixedRandom(value: 0)
        #expect(Subscription(domain: nil, using: &zeros).id == "ccs-top-00000000-0000-4000-8000-000000000000")
    }

    @Test(
        "the domain comes out of the JSON as it went in",
        arguments: ["sales", "a\"b\\c", "line\nbreak\u{1}\u{7F}", "продажи", "\"}],[\"x\"", ""])
    func domain(name: String) throws {
        var random = SystemRandomNumberGenerator()
        var subscription = Subscription(domain: name, using: &random)
        let bytes = subscription.nextLine()
        #expect(bytes.filter { $0 == 0x0A }.count == 1)
        let value = try JSONSerialization.jsonObject(with: Data(bytes))
        let frame = try #require(value as? [Any])
        let body = try #require(frame.last as? [String: Any])
        #expect(frame.count == 2)
        #expect(body["domain"] as? String == name)
        #expect(body["expires"] as? Int == 3600)
    }

    @Test("an answer belongs to a waiting line, and each line has one answer")
    func verdicts() {
        var random = SystemRandomNumberGenerator()
        var subscription = Subscription(domain: nil, using: &random)
        func verdict(_ qid: String?, _ result: String?, method: String = "subscribe_result") -> Subscription.Verdict {
            let control = FeedControl(method: method, qid: qid.map { Array($0.utf8) }, result: result, connection: 1)
            return subscription.verdict(on: control)
        }
        #expect(verdict("0", "ok") == .notOurs)
        #expect(verdict(nil, "ok") == .notOurs)
        _ = subscription.nextLine()
        #expect(verdict("1", nil) == .notOurs)
        #expect(verdict("2", "denied") == .notOurs)
        #expect(verdict("{}", "denied") == .notOurs)
        #expect(verdict("1", "denied", method: "hello") == .notOurs)
        #expect(verdict("1", "ok", method: "connection_info_result") == .notOurs)
        #expect(verdict("1", "ok") == .accepted)
        #expect(verdict("1", "ok") == .notOurs)
        #expect(verdict(nil, "denied") == .notOurs)
        _ = subscription.nextLine()
        #expect(verdict("1", "denied") == .notOurs)
        #expect(verdict("\"2\"", "denied") == .refused("denied"))
        _ = subscription.greeting()
        _ = subscription.nextLine()
        // Without a `qid`, it answers the last request.
        #expect(verdict(nil, "ok") == .accepted)
        #expect(verdict(nil, nil, method: "connection_info_result") == .greeted)
        #expect(verdict(nil, nil, method: "connection_info_result") == .notOurs)
        _ = subscription.nextLine()
        subscription.begin()
        #expect(verdict("5", "ok") == .notOurs)
    }
}
