import CCSPBX
import Testing

/// The same calls as a FreeSWITCH tells them: the same events come out.
@Suite struct ESLScenarioTests {
    static let ringing = """
        < CREATE A inbound num=201 dest=202
        > birth(A, 201→202)
        < EXECUTE A inbound app=bridge
        < CREATE B outbound from=A callee=202
        > seance_set_next_number s=A number=202; round(A/1, A, 202, A); leg(B, 202, A/1, A)
        < PROGRESS B outbound, PROGRESS A inbound
        > call_set_state a=B state=ringing

        """
    static let talking =
        ringing + """
            < ANSWER B outbound
            > call_set_state a=B state=answered
            < ANSWER A inbound, BRIDGE A a=A b=B
            > joined(A/1, B, A, A)

            """

    private func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for isJSON in [false, true] {
            let reader = PBXReader(.freeSWITCH, PBXReader.Options(rules: [.fixed("d")]))
            var words = Words()
            var (came, wanted): ([String], [String]) = ([], [])
            var at: Int64 = 1_700_000_000_000
            for line in text.split(separator: "\n").map({ $0.trimmed }) where !line.isEmpty {
                let rest = line.dropFirst().trimmed
                if line.first == ">" {
                    for one in rest.split(separator: ";") { wanted += words.expand(one.trimmed) }
                    continue
                }
                for one in rest.split(separator: ",").map(\.trimmed) {
                    at += 20
                    let message = ESLShorthand.message(one, at, isJSON: isJSON)
                    came += events(of: Array(message.utf8), reader, finishes: false).map { event in
                        var event = event
                        event.values.removeAll { $0.name == .name }
                        return event.short
                    }
                }
            }
            let difference = came.difference(from: wanted)
            #expect(came == wanted, "\(difference)", sourceLocation: sourceLocation)
        }
    }

    @Test func `1 two parties`() {
        check(
            Self.talking + """
                < HANGUP A inbound cause=NORMAL_CLEARING
                > end(A, released); connection_delete k=A/1
                < UNBRIDGE A a=A b=B
                < HANGUP B outbound cause=NORMAL_CLEARING
                > end(B, released); seance_delete s=A
                < HANGUP_COMPLETE A inbound, HANGUP_COMPLETE B outbound, DESTROY A inbound, DESTROY B outbound, STATE B
                """)
    }

    @Test func `1 two parties through a loopback pair that bows out`() {
        check(
            """
            < CREATE A inbound num=201 dest=202
            > birth(A, 201→202)
            < CREATE L1 outbound from=A name=loopback/202-a pair=L2, CREATE L2 inbound name=loopback/202-b pair=L1
            < CREATE B outbound from=L2 callee=202
            > seance_set_next_number s=A number=202; round(A/1, A, 202, A); leg(B, 202, A/1, A)
            < PROGRESS B outbound, PROGRESS L1 outbound, PROGRESS L2 inbound
            > call_set_state a=B state=ringing
            < ANSWER B outbound
            > call_set_state a=B state=answered
            < ANSWER L1 outbound, ANSWER L2 inbound, BRIDGE L2 a=L2 b=B, ANSWER A inbound, BRIDGE A a=A b=L1
            > joined(A/1, B, A, A)
            < HANGUP L1 outbound, HANGUP L2 inbound, UNBRIDGE A a=A b=L1, UNBRIDGE L2 a=L2 b=B, BRIDGE A a=A b=B
            < HANGUP A inbound, HANGUP B outbound
            > end(A, released); connection_delete k=A/1; end(B, released); seance_delete s=A
            """)
    }

    @Test func `2 a ring group, one answers`() {
        check(
            """
            < CREATE A inbound num=201 dest=401
            > birth(A, 201→401)
            < CREATE B outbound from=A callee=401
            > seance_set_next_number s=A number=401; round(A/1, A, 401, A); leg(B, 401, A/1, A)
            < CREATE C outbound from=A callee=401
            > leg(C, 401, A/1, A)
            < PROGRESS B outbound, PROGRESS C outbound
            > call_set_state a=B state=ringing; call_set_state a=C state=ringing
            < ANSWER B outbound
            > call_set_state a=B state=answered
            < HANGUP C outbound cause=LOSE_RACE
            > end(C, cancelled)
            < ANSWER A inbound, BRIDGE A a=A b=B
            > joined(A/1, B, A, A)
            < HANGUP B outbound, HANGUP A inbound
            > end(B, released); connection_delete k=A/1; end(A, released); seance_delete s=A
            """)
    }

    @Test func `3 a ring group, all fail`() {
        check(
            """
            < CREATE A inbound num=201 dest=401
            > birth(A, 201→401)
            < CREATE B outbound from=A callee=401
            > seance_set_next_number s=A number=401; round(A/1, A, 401, A); leg(B, 401, A/1, A)
            < CREATE C outbound from=A callee=401
            > leg(C, 401, A/1, A)
            < HANGUP B outbound cause=USER_BUSY sip=486
            > connection_failure code=486 reason=USER_BUSY number=401 a=B; end(B, busy)
            < HANGUP C outbound cause=CALL_REJECTED sip=603
            > connection_failure code=603 reason=CALL_REJECTED number=401 a=C k=A/1 s=A; end(C, failed)
            > connection_update k=A/1 state=cancelled; connection_delete k=A/1
            < HANGUP A inbound cause=CALL_REJECTED
            > end(A, cancelled); seance_delete s=A
            """)
    }

    @Test func `4 the caller gives up while it rings`() {
        check(
            Self.ringing + """
                < HANGUP B outbound cause=ORIGINATOR_CANCEL
                > end(B, cancelled); connection_update k=A/1 state=cancelled; connection_delete k=A/1
                < HANGUP A inbound cause=ORIGINATOR_CANCEL sip=487
                > end(A, cancelled); seance_delete s=A
                """)
    }

    @Test(arguments: [
        "EXECUTE_COMPLETE A app=bridge result=USER_NOT_REGISTERED, HANGUP A inbound cause=USER_NOT_REGISTERED",
        "HANGUP A inbound cause=USER_NOT_REGISTERED, EXECUTE_COMPLETE A app=bridge result=USER_NOT_REGISTERED",
    ]) func `5 the device is not registered`(_ end: String) {
        check(
            """
            < CREATE A inbound num=201 dest=202
            > birth(A, 201→202)
            < EXECUTE A inbound app=bridge
            < \(end)
            > connection_failure code=480 reason=USER_NOT_REGISTERED number=202 a=A s=A
            > end(A, cancelled); seance_delete s=A
            """)
    }

    @Test func `7 an attended transfer by two lines of one phone`() {
        check(
            Self.talking + """
                < HOLD B outbound
                > call_set_state a=B state=hold; connection_update k=A/1 state=hold; seance_set_state s=A state=hold
                < CREATE D inbound num=202 dest=203
                > birth(D, 202→203)
                < CREATE C outbound from=D callee=203
                > seance_set_next_number s=D number=203; round(D/1, D, 203, D); leg(C, 203, D/1, D)
                < ANSWER C outbound
                > call_set_state a=C state=answered
                < ANSWER D inbound, BRIDGE D a=D b=C
                > joined(D/1, C, D, D)
                < UNBRIDGE D a=D b=C
                < HANGUP D inbound cause=NORMAL_CLEARING
                > end(D, released); connection_delete k=D/1
                < UNBRIDGE A a=A b=B history=ARRAY::1:x:att_xfer:202|:1:y:uuid_br:C, UNHOLD B outbound
                < HANGUP B outbound cause=NORMAL_CLEARING
                > end(B, released); connection_delete k=A/1
                < BRIDGE A a=A b=C history=ARRAY::1:x:att_xfer:202|:1:y:uuid_br:C
                > call_attach_to_seance a=C s=A; seance_delete s=D
                > connection_create k=A/2 from=201 to=203 state=dialog; connection_attach_to_seance k=A/2 s=A
                > connection_link_call k=A/2 a=A; connection_link_call k=A/2 a=C; seance_set_next_number s=A number=203
                > seance_set_state s=A state=talk
                """)
    }
}
