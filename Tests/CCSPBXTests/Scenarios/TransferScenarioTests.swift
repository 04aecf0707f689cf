import Testing

/// Transfers, pickup, parking.
@Suite struct TransferScenarioTests {
    static let asking =
        DialScenarioTests.talking + """
            < new D Ring num=202 exten=203
            > birth(D, 202→203)
            < new L2;1 Down link=D, new L2;2 Ring link=D, local L2, dial D L2;1, new C Down link=D num=203
            < dial L2;2 C num=203
            > seance_set_next_number s=D number=203; round(D/1, D, 203, D); leg(C, 203, D/1, D)
            < state C Ringing
            > call_set_state a=C state=ringing

            """
    static let sent =
        DialScenarioTests.talking + """
            < blind B of=A to=203
            > seance_set_next_number s=A number=203; call_set_state a=A state=transfer; seance_set_state s=A state=transfer
            < leave B b1, leave A b1, hangup B 16
            > end(B, released); connection_delete k=A/1
            < new L2;1 Down link=A, new L2;2 Ring link=A, local L2, dial A L2;1, new C Down link=A num=203
            < dial L2;2 C num=203
            > round(A/2, A, 203, A); leg(C, 203, A/2, A)
            < state C Ringing
            > call_set_state a=C state=ringing

            """

    @Test func `6 a blind transfer`() {
        DialScenarioTests.check(
            Self.sent + """
                < state C Up
                > call_set_state a=C state=answered
                < dialend L2;2 C ANSWER, dialend A L2;1 ANSWER, enter C b2, enter L2;2 b2, enter L2;1 b3, enter A b3
                > joined(A/2, C, A, A)
                < leave A b3, leave L2;2 b2, enter A b2, leave L2;1 b3, hangup L2;1 16, hangup L2;2 16
                < leave C b2, hangup C 16
                > end(C, released); connection_delete k=A/2
                < leave A b2, hangup A 16
                > end(A, released); seance_delete s=A
                """)
    }

    @Test func `6 nobody answers the transfer`() {
        DialScenarioTests.check(
            Self.sent + """
                < dialend L2;2 C NOANSWER, hangup C 19 txt=User_alerting
                > connection_failure code=480 reason=User alerting number=203 a=C k=A/2 s=A; end(C, failed)
                < hangup L2;2 19, dialend A L2;1 NOANSWER
                > connection_update k=A/2 state=cancelled; connection_delete k=A/2
                < hangup L2;1 0, hangup A 19
                > end(A, released); seance_delete s=A
                """)
    }

    @Test func `7 an attended transfer by two lines of one phone`() {
        DialScenarioTests.check(
            Self.asking + """
                < state C Up
                > call_set_state a=C state=answered
                < dialend L2;2 C ANSWER, dialend D L2;1 ANSWER, state D Up
                < enter C b2, enter L2;2 b2, enter L2;1 b3, enter D b3
                > joined(D/1, C, D, D)
                < leave D b3, leave L2;2 b2, enter D b2, leave L2;1 b3, hangup L2;2 16, hangup L2;1 16
                < leave A b1, leave D b2
                < enter A b2 swap=D
                > connection_attach_to_seance k=D/1 s=A; call_attach_to_seance a=D s=A; call_attach_to_seance a=C s=A
                > seance_delete s=D; connection_link_call k=D/1 a=A; connection_delete k=A/1
                < attended B D of=A
                > seance_set_next_number s=A number=203
                < leave B b1, hangup D 16
                > end(D, released)
                < hangup B 16
                > end(B, released)
                < leave C b2, leave A b2, hangup C 16
                > end(C, released); connection_delete k=D/1
                < hangup A 16
                > end(A, released); seance_delete s=A
                """)
    }

    @Test func `7 the party on hold is taken back by the transfer`() {
        DialScenarioTests.check(
            DialScenarioTests.talking + """
                < Hold B
                > call_set_state a=B state=hold; connection_update k=A/1 state=hold; seance_set_state s=A state=hold
                """)
    }

    @Test func `8 a blonde transfer`() {
        DialScenarioTests.check(
            Self.asking + """
                < attended B D of=A type=App
                > seance_set_next_number s=A number=203; call_set_state a=A state=transfer; seance_set_state s=A state=transfer
                < leave B b1, leave A b1, hangup B 16
                > end(B, released); connection_delete k=A/1
                < dialend D L2;1 NOANSWER
                < dial A L2;1
                > connection_attach_to_seance k=D/1 s=A; call_attach_to_seance a=D s=A; call_attach_to_seance a=C s=A
                > seance_delete s=D; connection_link_call k=D/1 a=A
                < hangup D 16
                > end(D, cancelled)
                < state C Up
                > call_set_state a=C state=answered
                < dialend L2;2 C ANSWER, dialend A L2;1 ANSWER, enter C b2, enter L2;2 b2, enter L2;1 b3, enter A b3
                > joined(D/1, A, C, A)
                < leave A b3, leave C b2, hangup A 16
                > end(A, released); connection_delete k=D/1
                < hangup C 16
                > end(C, released)
                < hangup L2;1 16, hangup L2;2 16
                > seance_delete s=A
                """)
    }

    @Test func `10 a pickup`() {
        DialScenarioTests.check(
            DialScenarioTests.ringing + """
                < new D Ring num=150010003 exten=201
                > birth(D, 150010003→201)
                < state D Up, dialend L1;2 B CANCEL, dial L1;2 D
                > call_attach_to_seance a=D s=A; seance_delete s=D; connection_link_call k=A/1 a=D
                < hangup B 0
                > end(B, cancelled)
                < dialend L1;2 D ANSWER, dialend A L1;1 ANSWER, state A Up
                < enter D b1, enter L1;2 b1, enter L1;1 b2, enter A b2
                > joined(A/1, D, A, A)
                < leave D b1, hangup D 16
                > end(D, released); connection_delete k=A/1
                < leave A b2, hangup L1;1 16, hangup L1;2 16, hangup A 16
                > end(A, released); seance_delete s=A
                """)
    }

    @Test func `13 parked, and taken back by another`() {
        DialScenarioTests.check(
            DialScenarioTests.talking + """
                < parked A
                > call_set_state a=A state=parked; seance_set_state s=A state=parked
                < leave A b1, enter A p1 type=parking, leave B b1, hangup B 16
                > end(B, released); connection_delete k=A/1
                < new D Ring num=203 exten=701
                > birth(D, 203→701)
                < state D Up, unparked A D, leave A p1, enter D b3, enter A b3
                > call_attach_to_seance a=D s=A; seance_delete s=D
                > connection_create k=A/2 from=201 to=203 state=dialog; connection_attach_to_seance k=A/2 s=A
                > connection_link_call k=A/2 a=A; connection_link_call k=A/2 a=D; seance_set_next_number s=A number=203
                > call_set_state a=D state=talk; call_set_state a=A state=talk; seance_set_state s=A state=talk
                """)
    }

    @Test func `13 parked for too long`() {
        DialScenarioTests.check(
            DialScenarioTests.talking + """
                < parked A
                > call_set_state a=A state=parked; seance_set_state s=A state=parked
                < leave A b1, enter A p1 type=parking, leave B b1, hangup B 16
                > end(B, released); connection_delete k=A/1
                < leave A p1, new E Down link=A num=202, dial A E num=202
                > round(A/2, A, 202, A); leg(E, 202, A/2, A)
                """)
    }

    @Test func `14 hold, digits, and a recording that goes on after a transfer`() {
        DialScenarioTests.check(
            DialScenarioTests.talking + """
                < set A MIXMONITOR_FILENAME=/rec/1.wav, MixMonitorStart A
                > connection_start_record k=A/1
                < key A 5, key B 5 way=Sent
                > call_dtmf a=A digit=5
                < Hold B, MusicOnHoldStart A
                > call_set_state a=B state=hold; connection_update k=A/1 state=hold; seance_set_state s=A state=hold
                < Unhold B
                > call_set_state a=B state=talk; connection_update k=A/1 state=dialog; seance_set_state s=A state=talk
                < blind B of=A to=203
                > seance_set_next_number s=A number=203; call_set_state a=A state=transfer; seance_set_state s=A state=transfer
                < leave B b1, leave A b1, hangup B 16
                > end(B, released); connection_set_record_info k=A/1 key=/rec/1.wav; connection_delete k=A/1
                < new C Down link=A num=203, dial A C num=203
                > round(A/2, A, 203, A); leg(C, 203, A/2, A)
                < state C Up
                > call_set_state a=C state=answered
                < dialend A C ANSWER, enter C b2, enter A b2
                > joined(A/2, C, A, A); connection_start_record k=A/2
                < leave C b2, hangup C 16
                > end(C, released); connection_set_record_info k=A/2 key=/rec/1.wav; connection_delete k=A/2
                < leave A b2, hangup A 16
                > end(A, released); seance_delete s=A
                """)
    }
}
