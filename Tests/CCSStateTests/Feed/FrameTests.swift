import CCSEvents
import Testing

@testable import CCSState

@Suite struct FrameTests {
    private func text(_ frame: FeedReducer.Frame) -> String {
        switch frame {
        case .answer(let source, let qid):
            return "answer \(source) \(String(decoding: qid, as: UTF8.self))"
        case .control(let source, let method, let qid, let result):
            let qid = qid.map { String(decoding: $0, as: UTF8.self) }
            return "control \(source) \(method) \(qid ?? "-") \(result ?? "-")"
        case .greeting(let source, let greeting):
            return "greeting \(source) \(greeting.domain ?? "-")"
        }
    }

    private func texts(_ frames: [FeedReducer.Frame]) -> [String] { frames.map { text($0) } }

    @Test func framesThatWantSomethingAreHandedOutOnce() throws {
        let feed = try TestFeed(.init(onlyDomain: "sales"))
        let good = event("call_create", "id=c")
        feed.take("[\"notify\",{\"qid\":7,\(good.dropFirst())]", source: 2)
        feed.take(good)
        feed.take("[\"subscribe_result\",{\"qid\":1,\"result\":\"ok\"}]", source: 1)
        feed.take("[\"subscribe_error\",{\"result\":1}]")
        feed.take("[\"notify\",{\"qid\":\"x\",\(event("call_create", "id=c", in: "other").dropFirst())]")
        feed.take("[\"notify\",{\"qid\":null}]")
        #expect(
            texts(feed.takeFrames()) == [
                "answer 2 7", "control 1 subscribe_result 1 ok", "control 0 subscribe_error - -", "answer 0 \"x\"",
                "answer 0 null",
            ])
        #expect(feed.takeFrames().isEmpty)
    }

    /// A source sends frames that are never taken.
    @Test func framesAreBoundedByTheirBytes() throws {
        let feed = try TestFeed()
        let qid = String(repeating: "q", count: 500_000)
        for _ in 0..<10 { feed.take("[\"notify\",{\"qid\":\"\(qid)\"}]") }
        feed.take("[\"subscribe_result\",{\"qid\":1,\"result\":\"ok\"}]")
        // A short frame still fits.
        let frames = feed.takeFrames()
        #expect(frames.count == 9 && texts(frames).last == "control 0 subscribe_result 1 ok")
        #expect(frames.reduce(0) { $0 + $1.bytes } <= FeedReducer.frameBytesKept)
        feed.take("[\"notify\",{\"qid\":\"\(qid)\"}]")
        #expect(feed.takeFrames().count == 1)
    }

    @Test func framesAreBoundedByTheirNumber() throws {
        let feed = try TestFeed()
        let frames = Array(repeating: Array("[\"a\",{}]\n".utf8), count: FeedReducer.framesKept + 1)
        feed.take(bytes: Array(frames.joined()))
        #expect(feed.takeFrames().count == FeedReducer.framesKept)
    }

    @Test func anAnswerDoesNotGetIntoTheLog() throws {
        let feed = try TestFeed()
        let digit = event("call_dtmf", "id=c digit=7").dropFirst()
        feed.take("[\"notify\",{\"qid\":\"\(String(repeating: "q", count: 100))\",\(digit)]")
        let log = try feed.domain().logLines
        #expect(log.count == 1)
        #expect(log.first?.hasPrefix("[\"notify\",{\"qid\":\"qqq") == true)
        #expect(log.first?.hasSuffix("\"data\":{\"id\":\"c\",\"digit\":\"(hidden)\"}}]") == true)
    }

    @Test func samplesAreMasked() throws {
        let feed = try TestFeed()
        for number in 0..<500 {
            feed.take(
                #"{"class":"ccsevents","type":"call_dtmf","domain":"sales","eventts":1732320000123,"data":{"digit":"7\#(number)X"}}"#
            )
            feed.take(#"{"class":"other","type":"a","key":"SECRET7"}"#)
            feed.take("SECRET7 \"SECRET7\" \\\" \"SECRET7")
        }
        for verdict in [Verdict.malformed, .otherClass] {
            let samples = feed.facts.samples(verdict)
            #expect(samples.count == FeedFacts.samplesKept)
            #expect(samples.allSatisfy { !$0.text.contains("SECRET") && !$0.text.contains("7") })
        }
    }

    @Test func lagIsTheClockAtArrivalMinusEventts() throws {
        let feed = try TestFeed()
        feed.take(event("call_create", "id=c", at: 100), arrival: start + 350)
        #expect(feed.facts.lags.median == 250)
        #expect(try feed.domain().now(wall: start + 1350) == start + 1100)
        #expect(try feed.domain().now(wall: start) == start + 100)
        #expect(try feed.domain().now(wall: nil) == start + 100)
        feed.take(event("call_update", "id=c", at: 50), arrival: start + 1000)
        // An older event does not set the clock back.
        #expect(try feed.domain().now(wall: start + 1350) == start + 1100)
    }
}
