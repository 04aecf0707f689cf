/// The dialogue with a PBX after connecting: the login, the wanted events, and the questions for a picture.
///
/// It is pure: it takes the bytes that came, and returns the bytes to send. One serves one connection.
package struct PBXLogin: Sendable {
    /// The user and the secret.
    package struct Credentials: Sendable {
        /// The user; nil for the password of the event socket itself.
        package var user: String?
        package var secret: String

        package init(user: String?, secret: String) { (self.user, self.secret) = (user, secret) }
    }

    /// How the PBX took it.
    package enum Verdict: Sendable, Equatable {
        /// It sends events from now on.
        case accepted
        /// It does not; words of the PBX.
        case refused(String)
        /// It sends events, but not the channels that exist; words of the PBX.
        case noPicture(String)
    }

    private enum State { case greeting, challenged, loggingIn, asking, done }

    private let kind: PBXReader.Kind
    private let credentials: Credentials
    private var state = State.greeting
    private var ami = AMIFramer()
    private var esl = ESLFramer()
    private var places = FieldPlaces(count: AMIKey.allCases.count)

    package init(_ kind: PBXReader.Kind, _ credentials: Credentials) {
        (self.kind, self.credentials) = (kind, credentials)
    }

    /// The bytes to send at once.
    package mutating func begin() -> [UInt8] {
        guard kind == .asterisk else { return [] }
        state = .challenged
        return Array("Action: Challenge\r\nAuthType: MD5\r\nActionID: ccs-challenge\r\n\r\n".utf8)
    }

    /// Takes bytes that came; what to send, and what the PBX decided.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) -> (send: [UInt8], verdict: Verdict?) {
        guard state != .done else { return ([], nil) }
        var (sent, verdict): ([UInt8], Verdict?) = ([], nil)
        var messages: [[UInt8]] = []
        switch kind {
        case .asterisk:
            ami.take(bytes) { if case .message(let message) = $0 { messages.append(Array(message)) } }
            for message in messages {
                let (more, new) = message.withUnsafeBytes { answer(toMessage: $0) }
                sent += more
                verdict = new ?? verdict
            }
        case .freeSWITCH:
            var frames: [(type: String, header: [UInt8])] = []
            esl.take(bytes) { if case .frame(let frame) = $0 { frames.append((frame.type, Array(frame.header))) } }
            for frame in frames {
                let (more, new) = answer(toFrame: frame.type, frame.header)
                sent += more
                verdict = new ?? verdict
            }
        }
        return (sent, verdict)
    }

    /// A line that shows whether the PBX still answers.
    package func ping() -> [UInt8] {
        guard state == .done || state == .asking, kind == .asterisk else { return [] }
        return Array("Action: Ping\r\n\r\n".utf8)
    }

    // MARK: - Asterisk

    private mutating func answer(toMessage bytes: UnsafeRawBufferPointer) -> ([UInt8], Verdict?) {
        let message = AMIMessage(bytes, &places)
        if state == .asking, message.event == .coreshowchannelscomplete { state = .done }
        guard let response = message[.response] else { return ([], nil) }
        let isGood = response == "Success"
        switch message[.actionID] {
        case "ccs-challenge" where state == .challenged:
            guard isGood, let challenge = message[.challenge] else {
                return refuse(message[.message] ?? "it knows no MD5 login")
            }
            state = .loggingIn
            let key = MD5.hex(Array((challenge + credentials.secret).utf8))
            return (
                Array(
                    ("Action: Login\r\nAuthType: MD5\r\nUsername: \(Self.line(credentials.user ?? ""))\r\nKey: \(key)\r\n"
                        + "Events: on\r\nActionID: ccs-login\r\n\r\n").utf8), nil
            )
        case "ccs-login" where state == .loggingIn:
            guard isGood else { return refuse(message[.message] ?? "login refused") }
            state = .asking
            // A list of channels lacks the kinds of bridges and the queues. These answers come before it.
            return (
                Array(
                    ("Action: BridgeList\r\nActionID: ccs-bridges\r\n\r\n"
                        + "Action: QueueStatus\r\nActionID: ccs-queues\r\n\r\n"
                        + "Action: CoreShowChannels\r\nActionID: ccs-channels\r\n\r\n").utf8), .accepted
            )
        case "ccs-channels" where !isGood:
            state = .done
            return ([], .noPicture(message[.message] ?? "no list of channels"))
        default: return ([], nil)
        }
    }

    // MARK: - FreeSWITCH

    private static let events = [
        "CHANNEL_CREATE", "CHANNEL_PROGRESS", "CHANNEL_PROGRESS_MEDIA", "CHANNEL_ANSWER", "CHANNEL_BRIDGE",
        "CHANNEL_UNBRIDGE", "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY", "CHANNEL_HOLD",
        "CHANNEL_UNHOLD", "CHANNEL_PARK", "CHANNEL_UNPARK", "CHANNEL_UUID", "CHANNEL_EXECUTE",
        "CHANNEL_EXECUTE_COMPLETE", "CALL_UPDATE", "DTMF", "RECORD_START", "RECORD_STOP", "HEARTBEAT", "CUSTOM",
        "callcenter::info", "fifo::info", "conference::maintenance", "valet_parking::info",
    ]

    private mutating func answer(toFrame type: String, _ header: [UInt8]) -> ([UInt8], Verdict?) {
        switch type {
        case "auth/request" where state == .greeting:
            state = .loggingIn
            let user = credentials.user.map { "userauth \($0):" } ?? "auth "
            return (Array("\(Self.line(user + credentials.secret))\n\n".utf8), nil)
        case "command/reply" where state == .loggingIn:
            let reply = ESLFramer.reply(header)
            guard reply.hasPrefix("+OK") else { return refuse(reply) }
            state = .done
            let events = Self.events.joined(separator: " ")
            return (
                Array(
                    "event json \(events)\n\napi show channels as json\n\napi show calls as json\n\n".utf8), .accepted
            )
        case "text/rude-rejection": return refuse("its access list refuses this machine")
        default: return ([], nil)
        }
    }

    private mutating func refuse(_ words: String) -> ([UInt8], Verdict?) {
        state = .done
        return ([], .refused(words))
    }

    /// A text without line ends.
    private static func line(_ text: String) -> String { text.filter { !$0.isNewline } }
}
