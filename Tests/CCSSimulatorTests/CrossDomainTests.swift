import CCSSimulator
import Testing

@Suite struct CrossDomainTests {
    private static let feed = events(SimulatorOptions(seances: 1_000))

    /// A domain whose operator did not answer gets only the events of that operator's call.
    @Test func aDomainWhoseForkLostHearsOfThatForkAlone() {
        var seanceOfConnection: [String: String] = [:]
        var home: [String: String] = [:]
        for event in Self.feed {
            if event.type == "seance_create", let seance = event.seance { home[seance] = event.domain }
            if event.type == "connection_attach_to_seance", let connection = event.connection {
                seanceOfConnection[connection] = event.seance
            }
        }
        // The seance of each call, by the links in the home domain.
        var seanceOfCall: [String: String] = [:]
        for event in Self.feed {
            if event.type == "connection_link_call", let call = event.call, let connection = event.connection {
                seanceOfCall[call] = seanceOfConnection[connection]
            }
            if event.type == "call_attach_to_seance", let call = event.call { seanceOfCall[call] = event.seance }
        }

        struct Share: Hashable {
            var seance: String
            var domain: String
        }
        var heard: [Share: [ReadEvent]] = [:]
        for event in Self.feed {
            let ofCall = event.call.flatMap { seanceOfCall[$0] }
            guard let seance = event.seance ?? event.connection.flatMap({ seanceOfConnection[$0] }) ?? ofCall,
                home[seance] != event.domain
            else { continue }
            heard[Share(seance: seance, domain: event.domain), default: []].append(event)
        }
        var (lost, won) = (0, 0)
        for events in heard.values {
            if events.contains(where: { $0.state == "answered" || $0.state == "talk" }) {
                won += 1
                #expect(
                    !events.contains { $0.type == "seance_create" || $0.type == "connection_create" && $0.state == nil }
                )
                #expect(events.contains { $0.type.hasPrefix("connection_") })
            } else {
                lost += 1
                for event in events {
                    #expect(event.type.hasPrefix("call_") || event.type == "connection_failure")
                    #expect(event.connection == nil && event.seance == nil)
                }
            }
        }
        #expect(lost > 50)
        #expect(won > 50)
    }

    /// Before the answer, the called party's domain gets only the events of its own call. It never gets the create event of
    /// the caller.
    @Test func aDomainThatIsJoinedHearsOfTheRestFromTheAnswerOn() {
        var known: [String: Set<String>] = [:]
        var joined = 0
        for event in Self.feed where event.type == "seance_update" || event.type == "seance_set_state" {
            guard let seance = event.seance else { continue }
            known[seance, default: []].insert(event.domain)
        }
        let creators = Dictionary(
            Self.feed.filter { $0.type == "seance_create" }.map { ($0.seance ?? "", $0.domain) },
            uniquingKeysWith: { $1 })
        for (seance, domains) in known {
            #expect(domains.contains(creators[seance] ?? ""))
            joined += domains.count - 1
        }
        #expect(joined > 50)
        #expect(creators.count == 1_000)
    }

    @Test func aForkRingsSeveralAtOnceAndOneConnectionHoldsThemAll() {
        var calls: [String: Set<String>] = [:]
        for event in Self.feed where event.type == "connection_link_call" {
            calls[event.connection ?? "", default: []].insert(event.call ?? "")
        }
        #expect(calls.values.filter { $0.count > 2 }.count > 200)
    }
}
