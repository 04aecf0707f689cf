import Testing

/// Queues, click to dial, and a gap.
@Suite struct QueueScenarioTests {
    static let waiting = """
        < new A Ring num=N exten=DID
        > birth(A, N→DID)
        < state A Up, wait 600
        > call_set_state a=A state=ivr; seance_set_state s=A state=ivr
        < join A sales
        > call_set_state a=A state=queue; seance_set_state s=A state=queue; seance_set_next_number s=A number=sales
        < new L1;1 Down link=A, new L1;2 Ring link=A, local L1, new L2;1 Down link=A, new L2;2 Ring link=A, local L2
        < new B Down link=A num=301, dial A L1;1, dial A L2;1, dial L1;2 B num=301
        > round(A/1, A, sales, A); leg(B, 301, A/1, A)

        """

    @Test func `9 a queue with two agents`() {
        DialScenarioTests.check(
            Self.waiting + """
                < new C Down link=A num=302, dial L2;2 C num=302
                > leg(C, 302, A/1, A)
                < state B Ringing, state C Ringing
                > call_set_state a=B state=ringing; call_set_state a=C state=ringing
                < state C Up, dialend L2;2 C ANSWER, dialend A L2;1 ANSWER
                > call_set_state a=C state=answered
                < dialend A L1;1 CANCEL, dialend A L1;1 CANCEL, dialend L1;2 B CANCEL, hangup B 26
                > end(B, cancelled)
                < leavequeue A sales, enter C b1, enter L2;2 b1, enter L2;1 b2, enter A b2
                > joined(A/1, C, A, A)
                """)
    }

    @Test func `9 a caller who gives up waiting`() {
        DialScenarioTests.check(
            Self.waiting + """
                < state B Ringing
                > call_set_state a=B state=ringing
                < dialend A L1;1 CANCEL, dialend A L1;1 CANCEL, dialend A L2;1 CANCEL, dialend L1;2 B CANCEL, abandon A sales
                > seance_set_state s=A state=cancelled
                < hangup B 16
                > end(B, cancelled); connection_update k=A/1 state=cancelled; connection_delete k=A/1
                < hangup L1;1 0, hangup L1;2 0, hangup L2;1 0, hangup L2;2 0, hangup A 0
                > end(A, released); seance_delete s=A
                """)
    }

    @Test func `9 no agent answers a round`() {
        DialScenarioTests.check(
            Self.waiting + """
                < dialend A L1;1 NOANSWER, dialend A L1;1 CANCEL, dialend A L2;1 NOANSWER, dialend L1;2 B CANCEL
                < hangup B 16
                > connection_failure code=480 reason=No answer number=301 a=B k=A/1 s=A; end(B, failed)
                > connection_update k=A/1 state=cancelled; connection_delete k=A/1
                < hangup L1;1 0, hangup L1;2 0, new C Down link=A num=302, dial A C num=302
                > round(A/2, A, sales, A); leg(C, 302, A/2, A)
                """)
    }

    @Test func `11 click to dial through a Local pair that stays`() {
        DialScenarioTests.check(
            """
            < new L Down, new M Down link=L
            < new L1;1 Down link=L, new L1;2 Ring link=L, local L1, dial - L1;1
            < new L3;1 Down link=L, new L3;2 Ring link=L, local L3, dial L1;2 L3;1, new A Down link=L num=201
            < dial L3;2 A num=201
            > seance_create s=L from=201; seance_set_next_number s=L number=201
            > connection_create k=A/1 to=201 state=Forking; connection_attach_to_seance k=A/1 s=L
            > leg(A, 201, A/1, L)
            < state A Ringing
            > call_set_state a=A state=ringing
            < state A Up
            > call_set_state a=A state=answered
            < dialend L3;2 A ANSWER, dialend L1;2 L3;1 ANSWER, enter A b1, enter L3;2 b1, enter L3;1 b2, enter L1;2 b2
            < dialend - L1;1 ANSWER
            < new L4;1 Down link=L, new L4;2 Ring link=L, local L4, dial L1;1 L4;1
            < new L5;1 Down link=L, new L5;2 Ring link=L, local L5, dial L4;2 L5;1, new B Down link=L num=+3126
            < dial L5;2 B num=+3126
            > seance_set_next_number s=L number=+3126; leg(B, +3126, A/1, L)
            < state B Ringing
            > call_set_state a=B state=ringing
            < state B Up
            > call_set_state a=B state=answered
            < dialend L5;2 B ANSWER, dialend L4;2 L5;1 ANSWER, dialend L1;1 L4;1 ANSWER
            < enter B b3, enter L5;2 b3, enter L5;1 b4, enter L4;2 b4, enter L4;1 b5, enter L1;1 b5
            > joined(A/1, B, A, L)
            < leave B b3, hangup B 16
            > end(B, released); connection_delete k=A/1
            < hangup L5;1 16, hangup L5;2 16, hangup L4;1 16, hangup L4;2 16, hangup L3;1 16, hangup L3;2 16, hangup L1;1 16
            < leave A b1, hangup A 16
            > end(A, released)
            < hangup L 16, hangup M 16, hangup L1;2 16
            > seance_delete s=L
            """)
    }

    @Test func `15 a gap`() {
        DialScenarioTests.check(
            DialScenarioTests.talking + """
                < new C Ring num=301 exten=302
                > birth(C, 301→302)
                < new D Down link=C num=302, dial C D num=302
                > seance_set_next_number s=C number=302; round(C/1, C, 302, C); leg(D, 302, C/1, C)
                < state D Ringing
                > call_set_state a=D state=ringing
                < channel A Up app=Dial num=201 for=00:00:10, channel G Ringing app=AppDial link=A num=203 for=00:00:02
                < channel E Up app=Dial num=401 exten=402 bridge=x for=00:00:04
                < channel F Up app=AppDial link=E num=402 bridge=x for=00:00:03, channels
                > call_delete a=B; call_delete a=C; call_delete a=D
                > connection_delete k=A/1; connection_delete k=C/1
                > seance_delete s=C
                > call_update a=A; seance_update s=A
                > connection_create k=A/2 from=201 to=203 state=Forking unheard=record
                > connection_attach_to_seance k=A/2 s=A; connection_link_call k=A/2 a=A; leg(G, 203, A/2, A)
                > call_set_state a=G state=ringing
                > birth(E, 401→402); call_set_state a=E state=talk
                > connection_create k=E/1 from=401 to=402 state=dialog unheard=record
                > connection_attach_to_seance k=E/1 s=E; connection_link_call k=E/1 a=E; leg(F, 402, E/1, E); call_set_state a=F state=talk
                > seance_set_state s=E state=talk
                < new E Ring num=401 exten=402, hangup C 16
                """)
    }
}
