import CCSPBX
import Testing

/// Calls between two tenants are told to both.
@Suite struct DomainScenarioTests {
    /// Runs a call and gives, for each domain, the events that it is told.
    static func events(_ text: String) -> [String: [String]] {
        let (came, _) = Scenario(text: text, rules: [.tenant]).run()
        var found: [String: [String]] = [:]
        for line in came {
            let parts = line.dropFirst().split(separator: "] ", maxSplits: 1).map(String.init)
            found[parts[0], default: []].append(parts[1])
        }
        return found
    }

    static func expanded(_ text: String) -> [String] {
        var words = Words()
        return text.split(separator: ";").map { $0.split(separator: "\n").joined() }.flatMap {
            words.expand($0.trimmed)
        }
    }

    @Test func `a call to another tenant`() {
        let found = Self.events(
            """
            < new A Ring num=201 exten=302 tenant=sales
            < new B Down link=A num=302 tenant=support, dial A B num=302 tenant=support
            < state B Ringing, state B Up, dialend A B ANSWER, state A Up, enter B b1, enter A b1
            < set A MIXMONITOR_FILENAME=/r, MixMonitorStart A, key B 5
            < leave A b1, leave B b1, hangup A 16, hangup B 16
            """)
        let rest = """
            seance_set_next_number s=A number=302;
            connection_create k=A/1 from=201 to=302 state=Forking; connection_attach_to_seance k=A/1 s=A;
            connection_link_call k=A/1 a=A; leg(B, 302, A/1, A);
            call_set_state a=B state=ringing; call_set_state a=B state=answered; joined(A/1, B, A, A);
            connection_start_record k=A/1; call_dtmf a=B digit=5;
            end(A, released); connection_set_record_info k=A/1 key=/r; connection_delete k=A/1;
            end(B, released); seance_delete s=A
            """
        #expect(found["sales"] == Self.expanded("birth(A, 201→302); " + rest))
        #expect(found["support"] == Self.expanded(rest))
        #expect(found.count == 2)
    }

    @Test func `a fork to three tenants`() {
        let found = Self.events(
            """
            < new A Ring num=201 exten=400 tenant=sales
            < new B Down link=A num=202 tenant=sales, new C Down link=A num=302 tenant=support
            < new D Down link=A num=402 tenant=billing
            < dial A B num=202 tenant=sales, dial A C num=302 tenant=support, dial A D num=402 tenant=billing
            < state B Ringing, state C Ringing, state D Ringing
            < state C Up, dialend A C ANSWER, dialend A B CANCEL, dialend A D CANCEL
            < hangup B 26, hangup D 26, state A Up, enter C b1, enter A b1
            < leave C b1, leave A b1, hangup C 16, hangup A 16
            """)
        let sales = """
            birth(A, 201→400); seance_set_next_number s=A number=202; round(A/1, A, 202, A);
            leg(B, 202, A/1, A); leg(C, 302, A/1, A); leg(D, 402, A/1, A);
            call_set_state a=B state=ringing; call_set_state a=C state=ringing; call_set_state a=D state=ringing;
            call_set_state a=C state=answered; end(B, cancelled); end(D, cancelled); joined(A/1, C, A, A);
            end(C, released); connection_delete k=A/1; end(A, released); seance_delete s=A
            """
        let support = """
            leg(C, 302, A/1, A); call_set_state a=C state=ringing;
            connection_create k=A/1 from=201 to=202 state=Forking; connection_attach_to_seance k=A/1 s=A;
            connection_link_call k=A/1 a=A; call_set_state a=C state=answered; joined(A/1, C, A, A);
            end(C, released); connection_delete k=A/1; end(A, released); seance_delete s=A
            """
        let billing = """
            leg(D, 402, A/1, A); call_set_state a=D state=ringing; end(D, cancelled);
            connection_delete k=A/1; seance_delete s=A
            """
        #expect(found["sales"] == Self.expanded(sales))
        #expect(found["support"] == Self.expanded(support))
        #expect(found["billing"] == Self.expanded(billing))
    }

    @Test func `the first leg of a fork loses`() {
        let found = Self.events(
            """
            < new A Ring num=201 exten=400 tenant=sales, new D Down link=A num=402 tenant=billing
            < new B Down link=A num=202 tenant=sales
            < dial A D num=402 tenant=billing, dial A B num=202 tenant=sales, state B Up, dialend A B ANSWER
            < dialend A D CANCEL, hangup D 26, state A Up, enter B b1, enter A b1
            < leave A b1, leave B b1, hangup A 16, hangup B 16
            """)
        // What billing was told of the connection ends there with its leg.
        let billing = """
            seance_set_next_number s=A number=402;
            connection_create k=A/1 from=201 to=402 state=Forking; connection_attach_to_seance k=A/1 s=A;
            connection_link_call k=A/1 a=A; leg(D, 402, A/1, A); end(D, cancelled);
            connection_delete k=A/1; call_delete a=A; seance_delete s=A
            """
        #expect(found["billing"] == Self.expanded(billing))
    }

    @Test func `events wait for the domain of their seance, but not for long`() {
        let late = Self.events(
            """
            < new A Ring num=1 exten=2, wait 300, new B Down link=A num=2 tenant=support, dial A B num=2 tenant=support
            < hangup B 16, hangup A 16
            """)
        #expect(Set(late.keys) == ["support"])
        let never = Self.events("< new A Ring num=1 exten=2, wait 1500, hangup A 16")
        #expect(Set(never.keys) == ["asterisk"])
    }

    @Test func `rules are read, and patterns give names`() {
        #expect(DomainRule("variable:X") == .variable("X"))
        #expect(DomainRule("variable:") == nil && DomainRule("else") == nil && DomainRule("tenant:x") == nil)
        #expect(DomainPattern("from-*").domain(of: "from-sales") == "sales")
        #expect(DomainPattern("*-in=support").domain(of: "x-in") == "support")
        #expect(DomainPattern("ab*ba").domain(of: "aba") == nil)
        #expect(DomainPattern("sales").domain(of: "sales") == "sales" && DomainPattern("sales").domain(of: "x") == nil)
    }
}
