@testable import CCSPBX
import Testing

/// The dialogue with a PBX after connecting.
@Suite struct LoginTests {
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ]) func `digests are those of the standard`(_ text: String, _ digest: String) {
        #expect(MD5.hex(Array(text.utf8)) == digest)
    }

    /// Says something to a login in small pieces; what it sends, and the verdict.
    private func say(_ text: String, to login: inout PBXLogin) -> (String, PBXLogin.Verdict?) {
        var (sent, verdict): ([UInt8], PBXLogin.Verdict?) = ([], nil)
        for byte in text.utf8 {
            [byte].withUnsafeBytes {
                let (more, new) = login.take($0)
                sent += more
                verdict = new ?? verdict
            }
        }
        return (String(decoding: sent, as: UTF8.self), verdict)
    }

    @Test func `an Asterisk is told a digest of the secret, then asked for its channels`() {
        var login = PBXLogin(.asterisk, PBXLogin.Credentials(user: "ccs\r\nAction: Originate", secret: "geheim"))
        #expect(String(decoding: login.begin(), as: UTF8.self).hasPrefix("Action: Challenge\r\nAuthType: MD5\r\n"))
        let banner = "Asterisk Call Manager/11.0.0\r\n"
        let (sent, _) = say(
            banner + "Response: Success\r\nActionID: ccs-challenge\r\nChallenge: 123\r\n\r\n", to: &login)
        #expect(sent.contains("Key: \(MD5.hex(Array("123geheim".utf8)))\r\n"))
        #expect(!sent.contains("geheim") && !sent.contains("\r\nAction: Originate"))
        let (asked, verdict) = say("Response: Success\r\nActionID: ccs-login\r\n\r\n", to: &login)
        #expect(asked.contains("Action: CoreShowChannels") && asked.contains("Action: QueueStatus"))
        #expect(verdict == .accepted)
        let denied = "Response: Error\r\nActionID: ccs-channels\r\nMessage: Permission denied\r\n\r\n"
        #expect(say(denied, to: &login).1 == .noPicture("Permission denied"))
        #expect(String(decoding: login.ping(), as: UTF8.self).hasPrefix("Action: Ping"))
    }

    @Test func `an Asterisk that refuses says why`() {
        var login = PBXLogin(.asterisk, PBXLogin.Credentials(user: "ccs", secret: "x"))
        _ = login.begin()
        _ = say("A/1\r\nResponse: Success\r\nActionID: ccs-challenge\r\nChallenge: 1\r\n\r\n", to: &login)
        let error = "Response: Error\r\nActionID: ccs-login\r\nMessage: Authentication failed\r\n\r\n"
        #expect(say(error, to: &login).1 == .refused("Authentication failed"))
        #expect(login.ping().isEmpty == false)
    }

    @Test func `a FreeSWITCH is told the password when it asks`() {
        for (user, line) in [(nil, "auth geheim\n\n"), ("dash@sales.test", "userauth dash@sales.test:geheim\n\n")] {
            var login = PBXLogin(.freeSWITCH, PBXLogin.Credentials(user: user, secret: "geheim"))
            #expect(login.begin().isEmpty)
            #expect(say("Content-Type: auth/request\n\n", to: &login).0 == line)
            let (sent, verdict) = say("Content-Type: command/reply\nReply-Text: +OK accepted\n\n", to: &login)
            #expect(verdict == .accepted && sent.hasPrefix("event json CHANNEL_CREATE "))
            #expect(sent.hasSuffix("api show channels as json\n\napi show calls as json\n\n"))
        }
        var login = PBXLogin(.freeSWITCH, PBXLogin.Credentials(user: nil, secret: "x"))
        _ = say("Content-Type: auth/request\n\n", to: &login)
        let reply = say("Content-Type: command/reply\nReply-Text: -ERR invalid\n\n", to: &login)
        #expect(reply.1 == .refused("-ERR invalid"))
    }
}
