import Testing

@testable import CCSPBX

/// What `--inspect` finds in the messages of a PBX.
@Suite struct SurveyTests {
    private func survey(_ kind: PBXReader.Kind, _ text: String, piece: Int = .max) -> PBXSurvey {
        var survey = PBXSurvey(kind, PBXReader.Options(rules: [.fixed("d")]))
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(piece, bytes.count)) {
            bytes[start..<min(bytes.count, start + min(piece, bytes.count))].withUnsafeBytes { survey.take($0) }
        }
        survey.finish()
        return survey
    }

    private static let call =
        "Event: Newchannel\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\nChannel: PJSIP/a-1\r\nChannelState: 4\r\nExten: 7\r\n\r\n"
        + "Event: RTCPSent\r\nFrom: x\r\n\r\n"

    @Test func `what did not come is named, with what to grant`() {
        let survey = survey(.asterisk, "Asterisk Call Manager/9\r\n" + Self.call)
        #expect(survey.messages == 2 && survey.translated > 0 && survey.domains == ["d"])
        #expect(survey.events["Newchannel"] == .init(count: 1, isUsed: true))
        #expect(survey.events["RTCPSent"] == .init(count: 1, isUsed: false))
        let missing = survey.missing.map(\.what)
        #expect(!missing.contains("calls") && missing.contains("times of messages"))
        #expect(missing.contains("pressed keys (DTMF)") && missing.contains("dials that made no channel"))
        #expect(survey.missing.first { $0.what == "times of messages" }?.advice.contains("timestampevents") == true)
    }

    @Test func `what came is not missing, however it is cut`() {
        let text =
            Self.call + "Event: DTMFEnd\r\nTimestamp: 1.0\r\nUniqueid: 1.1\r\nDigit: 4\r\n\r\n"
            + "Response: Error\r\nActionID: x\r\nMessage: Permission denied\r\n\r\n"
        for piece in [1, 7, 1000] {
            let survey = survey(.asterisk, text, piece: piece)
            let missing = survey.missing.map(\.what)
            #expect(!missing.contains("pressed keys (DTMF)") && !missing.contains("times of messages"), "\(piece)")
            #expect(survey.refusals == ["Permission denied"])
        }
    }

    @Test func `a FreeSWITCH is read alike`() {
        let event = #"{"Event-Name":"CHANNEL_CREATE","Unique-ID":"u","Event-Date-Timestamp":"1000000"}"#
        let text =
            "Content-Type: command/reply\nReply-Text: -ERR permission denied\n\n"
            + "Content-Length: \(event.utf8.count)\nContent-Type: text/event-json\n\n\(event)"
        let survey = survey(.freeSWITCH, text)
        #expect(survey.events == ["CHANNEL_CREATE": .init(count: 1, isUsed: true)])
        #expect(survey.refusals == ["-ERR permission denied"])
        #expect(!survey.missing.map(\.what).contains("calls"))
        #expect(survey.missing.map(\.what).contains("recordings"))
    }

    @Test func `names are bounded`() {
        let text = (0..<1000).map { "Event: E\($0)\r\n\r\nResponse: Error\r\nMessage: m\($0)\r\n\r\n" }.joined()
        let survey = survey(.asterisk, text)
        #expect(survey.events.count == PBXSurvey.mostNames && survey.refusals.count == PBXSurvey.mostRefusals)
        #expect(survey.messages == 2000)
    }
}
