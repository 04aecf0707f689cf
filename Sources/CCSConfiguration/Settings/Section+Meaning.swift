import CCSEvents
import CCSState

/// The sections about the vocabulary of a platform.
extension Section {
    /// Names of fields.
    static let map = Section(
        "map", noun: "field",
        [
            "Names of fields in an event's data. The first name with a value wins. Your names come before the default",
            "ones. A dot reaches into nested objects. `ccs-top --inspect` shows how the names fit a feed.",
        ],
        Field.allCases.map { field in
            let name = field.row.name.description
            return Setting([.key("map"), .key(name)], "", example: "[\"myName\"]") { configuration, _ in
                TOMLText.list(configuration.fields[field])
            } take: { (draft, value, _) throws(Fault) in
                let names = try value.list("[\"myName\"]")
                for added in names where added.contains(",") {
                    throw Fault("\(quoted(added)) is not a name: a name has no comma")
                }
                do throws(FieldMap.Failure) {
                    try draft.configuration.fields.add(names.map { "\(name)=\($0)" }.joined(separator: ","))
                } catch {
                    throw Fault(error.description)
                }
            }
        })

    /// The phases that the user can assign. Objects without a state are in the phase "none".
    private static let givenPhases = Phase.allCases.filter { $0 != .none }

    /// States by phase.
    static let phases = Section(
        "phases", noun: "phase",
        [
            "States by phase, for colours, counts and detectors. Upper and lower case are alike. Your states are added to",
            "the default ones. A state under \"other\" leaves its phase.",
        ],
        givenPhases.map { phase in
            Setting([.key("phases"), .key(phase.name)], "", example: "[\"myState\"]") { configuration, _ in
                TOMLText.list(states(of: phase, in: configuration))
            } take: { (draft, value, _) throws(Fault) in
                for state in try value.list("[\"myState\"]") {
                    let key = String(decoding: state.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
                    if let other = draft.states[key], other != phase {
                        throw Fault("\(quoted(state)) is also under '\(other.name)'; a state has one phase")
                    }
                    draft.states[key] = phase
                    draft.configuration.phases[key] = phase
                }
            }
        })

    /// The default states in their usual order, then the user's.
    private static func states(of phase: Phase, in configuration: Configuration) -> [String] {
        let usual = PhaseTable.states.first { $0.phase == phase }?.names ?? []
        let all = configuration.phases.filter { $0.value == phase }.keys
        return usual.filter(all.contains) + all.filter { !usual.contains($0) }.sorted()
    }
}
