import CCSSimulator
import Testing

@Suite struct SubscribeRequestTests {
    private func read(_ line: String) -> SubscribeRequest? { SubscribeRequest(line: line.utf8) }

    @Test(arguments: [
        (#"["subscribe",{"qid":1,"id":"x","events":["ccsevents.*"],"domain":"sales"}]"#, "1", "sales"),
        (#" [ "subscribe" , { "domain" : "a\"\u0062\n" , "qid" : "q\"]}" } ] "#, #""q\"]}""#, "a\"b\n"),
        (#"["subscribe",{"events":[{"domain":"no","qid":5},"]"],"qid":-1.5e3,"expires":3600}]"# + "\r", "-1.5e3", nil),
        (#"["subscribe",{}]"#, "null", nil),
        (#"["subscribe",{"domain":null}]"#, "null", nil),
        (#"["subscribe",{"domain":"\ud83d\ude00 Ф"}]"#, "null", "😀 Ф"),
    ])
    func itIsRead(line: String, qid: String, domain: String?) {
        let request = read(line)
        #expect(request.map { String(decoding: $0.qid, as: UTF8.self) } == qid)
        #expect(request?.domain == domain)
        #expect(
            request.map { String(decoding: $0.answer, as: UTF8.self) }
                == #"["subscribe_result",{"qid":"# + qid + #","result":"ok"}]"# + "\n")
    }

    @Test(arguments: [
        "", "[", "subscribe", #"["notify",{}]"#, #"["subscribe""#, #"["subscribe",{"qid":}]"#, #"["subscribe",{"qid"#,
        #"["subscribe",{"qid":1"#, #"["subscribe",{"domain":"\u12"}"#, #"{"subscribe":{}}"#, #"["subscribe",{"a" 1}]"#,
    ])
    func otherLinesAreNoRequests(line: String) {
        if line.contains(#"\u12"#) {
            #expect(read(line)?.domain == nil)
        } else {
            #expect(read(line) == nil)
        }
    }

    /// The line comes from the network: no input may end the process.
    @Test func noLineTrapsIt() {
        let line = Array(#"["subscribe",{"qid":"a\u0041","domain":"\ud83d\ude00","x":[{"y":[1,"]"]}]}]"#.utf8)
        for end in 0...line.count { _ = SubscribeRequest(line: line[..<end]) }
        for place in line.indices {
            for byte in UInt8.min...UInt8.max {
                var broken = line
                broken[place] = byte
                _ = SubscribeRequest(line: broken)
            }
        }
    }
}
