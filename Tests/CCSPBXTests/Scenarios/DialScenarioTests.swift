import Testing

/// Calls that are dialled: one phone, several, none.
@Suite struct DialScenarioTests {
    static let ringing = """
        < new A Ring num=201 exten=202
        > birth(A, 201→202)
        < new L1;1 Down link=A, new L1;2 Ring link=A, local L1, dial A L1;1
        < new B Down link=A num=202, dial L1;2 B num=202
        > seance_set_next_number s=A number=202; round(A/1, A, 202, A); leg(B, 202, A/1, A)
        < state B Ringing
        > call_set_state a=B state=ringing

        """
    static let talking =
        ringing + """
            < state B Up, dialend L1;2 B ANSWER
            > call_set_state a=B state=answered
            < state L1;2 Up, state L1;1 Up, dialend A L1;1 ANSWER, state A Up
            < enter B b1, enter L1;2 b1, enter L1;1 b2, enter A b2
            > joined(A/1, B, A, A)
            < leave A b2, leave L1;2 b1, enter A b1 swap=L1;2, leave L1;1 b2, hangup L1;2 16, hangup L1;1 16

            """
    static let group = """
        < new A Ring num=201 exten=401
        > birth(A, 201→401)
        < new L1;1 Down link=A, new L1;2 Ring link=A, local L1, new L2;1 Down link=A, new L2;2 Ring link=A, local L2
        < dial A L1;1, dial A L2;1, new B Down link=A num=401, new C Down link=A num=401
        < dial L2;2 C num=401
        > seance_set_next_number s=A number=401; round(A/1, A, 401, A); leg(C, 401, A/1, A)
        < dial L1;2 B num=401
        > leg(B, 401, A/1, A)
        < state B Ringing, state C Ringing
        > call_set_state a=B state=ringing; call_set_state a=C state=ringing

        """

    static func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let (came, wanted) = Scenario(text: text).run()
        let difference = came.difference(from: wanted)
        #expect(came == wanted, "\(difference)", sourceLocation: sourceLocation)
    }

    @Test func `1 two parties through a Local pair that is optimised away`() {
        Self.check(
            Self.talking + """
                < leave A b1, leave B b1, hangup A 16
                > end(A, released); connection_delete k=A/1
                < hangup B 16
                > end(B, released); seance_delete s=A
                """)
    }

    @Test func `1 two parties without a Local pair`() {
        Self.check(
            """
            < new A Ring num=201 exten=202
            > birth(A, 201→202)
            < new B Down link=A num=202, dial A B num=202
            > seance_set_next_number s=A number=202; round(A/1, A, 202, A); leg(B, 202, A/1, A)
            < state B Ringing
            > call_set_state a=B state=ringing
            < state B Up, dialend A B ANSWER
            > call_set_state a=B state=answered
            < state A Up, enter B b1, enter A b1
            > joined(A/1, B, A, A)
            < leave A b1, leave B b1, hangup A 16
            > end(A, released); connection_delete k=A/1
            < hangup B 16
            > end(B, released); seance_delete s=A
            """)
    }

    @Test func `2 a ring group, one answers`() {
        Self.check(
            Self.group + """
                < state B Up, dialend L1;2 B ANSWER
                > call_set_state a=B state=answered
                < dialend A L2;1 CANCEL, hangup L2;1 26, dialend L2;2 C CANCEL
                < hangup C 26
                > end(C, cancelled)
                < dialend A L1;1 ANSWER, state A Up, enter B b1, enter L1;2 b1, enter L1;1 b2, enter A b2
                > joined(A/1, B, A, A)
                < leave A b2, leave L1;2 b1, enter A b1, leave L1;1 b2, hangup L1;2 16, hangup L1;1 16, hangup L2;2 26
                < leave B b1, hangup B 16
                > end(B, released); connection_delete k=A/1
                < leave A b1, hangup A 16
                > end(A, released); seance_delete s=A
                """)
    }

    @Test func `3 a ring group, all fail`() {
        Self.check(
            Self.group + """
                < dialend L1;2 B BUSY, hangup B 17 txt=User_busy
                > connection_failure code=486 reason=User busy number=401 a=B; end(B, busy)
                < dialend A L1;1 BUSY, hangup L1;1 17, hangup L1;2 17, dialend L2;2 C BUSY
                < hangup C 21 txt=Call_Rejected
                > connection_failure code=403 reason=Call Rejected number=401 a=C k=A/1 s=A; end(C, failed)
                < hangup L2;2 21, dialend A L2;1 NOANSWER
                > connection_update k=A/1 state=cancelled; connection_delete k=A/1
                < hangup L2;1 0, hangup A 19
                > end(A, cancelled); seance_delete s=A
                """)
    }

    @Test func `3 with a SIP code`() {
        Self.check(
            Self.group + """
                < dialend L1;2 B BUSY, hangup B 17 txt=User_busy tech=486
                > connection_failure code=486 reason=User busy number=401 a=B; end(B, busy)
                < dialend A L1;1 BUSY, hangup L1;1 17, hangup L1;2 17, dialend L2;2 C NOANSWER
                < hangup C 21 txt=Call_Rejected tech=603
                > connection_failure code=603 reason=Call Rejected number=401 a=C k=A/1 s=A; end(C, failed)
                """)
    }

    @Test(arguments: ["16", "0", "127 tech=500"])
    func `4 the caller gives up while it rings`(_ cause: String) {
        Self.check(
            Self.ringing + """
                < dialend A L1;1 CANCEL, dialend L1;2 B CANCEL, hangup L1;1 0
                < hangup B \(cause)
                > end(B, cancelled); connection_update k=A/1 state=cancelled; connection_delete k=A/1
                < hangup L1;2 0, hangup A 0
                > end(A, cancelled); seance_delete s=A
                """)
    }

    @Test func `5 the device is not registered`() {
        Self.check(
            """
            < new A Ring num=201 exten=202
            > birth(A, 201→202)
            < set A exten=202 DIALSTATUS=
            < set A exten=202 DIALSTATUS=CHANUNAVAIL
            > connection_failure code=480 reason=CHANUNAVAIL number=202 a=A s=A
            < hangup A 20
            > end(A, cancelled); seance_delete s=A
            """)
    }

    @Test func `12 the phone forwards`() {
        Self.check(
            """
            < new A Ring num=201 exten=N1
            > birth(A, 201→N1)
            < new L1;1 Down link=A, new L1;2 Ring link=A, local L1, dial A L1;1, new B Down link=A num=N1
            < dial L1;2 B num=N1
            > seance_set_next_number s=A number=N1; round(A/1, A, N1, A); leg(B, N1, A/1, A)
            < new L2;1 Down link=A, new L2;2 Ring link=A, local L2
            < dialend L1;2 B CANCEL forward=202
            > seance_set_next_number s=A number=202
            < dial L1;2 L2;1, hangup B 16
            > end(B, cancelled)
            < new L3;1 Down link=A, new L3;2 Ring link=A, local L3, dial L2;2 L3;1, new C Down link=A num=202
            < dial L3;2 C num=202
            > leg(C, 202, A/1, A)
            < state C Ringing
            > call_set_state a=C state=ringing
            < state C Up
            > call_set_state a=C state=answered
            < dialend L3;2 C ANSWER, dialend L2;2 L3;1 ANSWER, dialend L1;2 L2;1 ANSWER, dialend A L1;1 ANSWER, state A Up
            < enter C b1, enter L3;2 b1, enter L3;1 b2, enter L2;2 b2, enter L2;1 b3, enter L1;2 b3, enter L1;1 b4, enter A b4
            > joined(A/1, C, A, A)
            """)
    }
}
