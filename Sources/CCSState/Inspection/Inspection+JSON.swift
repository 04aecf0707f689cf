import CCSEvents

extension Inspection {
    /// All that was found, as one JSON object. Examples are masked; no value of a secret stands in it.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { json in
            json.string("schema", "ccs-top/inspection/1")
            json.object("lines") { json in
                json.integer("lines", counts.lines)
                for verdict in Verdict.allCases { json.integer(verdict.key, counts[verdict]) }
            }
            json.array("types") { json in
                for type in EventType.allCases where types[Int(type.rawValue)].count > 0 { write(type, &json) }
            }
            json.array("states") { json in
                for (state, count) in statesByCount {
                    json.object { json in
                        json.string("state", NumberMask.masked(state))
                        json.integer("count", count)
                        json.string("phase", phase(of: state).name)
                    }
                }
            }
            json.array("others") { json in
                for (name, count) in strangersByCount {
                    json.object { json in
                        json.string("type", name)
                        json.integer("count", count)
                    }
                }
            }
            json.array("proposals") { json in
                for proposal in proposals {
                    json.object { json in
                        json.string("field", proposal.field.row.name.description)
                        json.string("name", proposal.name)
                        json.array("types") { json in for type in proposal.types { json.string(nil, type.name) } }
                        json.integer("mends", proposal.mends)
                    }
                }
            }
        }
        return writer.bytes
    }

    private func write(_ type: EventType, _ json: inout JSONWriter) {
        let findings = types[Int(type.rawValue)]
        json.object { json in
            json.string("type", type.name)
            json.integer("count", findings.count)
            json.integer("withoutID", findings.withoutID)
            json.array("fields") { json in
                for field in Field.allCases {
                    guard let count = findings.fields[field] else { continue }
                    json.object { json in
                        json.string("field", field.row.name.description)
                        json.integer("count", count)
                        json.array("names") { json in for name in names(of: field, in: type) { json.string(nil, name) }
                        }
                    }
                }
            }
            json.array("unclaimed") { json in
                for (name, member) in unclaimed(type) {
                    json.object { json in
                        json.string("name", name)
                        json.integer("count", member.count)
                        json.integer("values", member.values)
                        if let example = member.example { json.string("example", example) }
                    }
                }
            }
        }
    }

    /// States, the most frequent first.
    public var statesByCount: [(name: String, count: Int)] { Self.sorted(states) }
    /// Classes with types that are none of the 19, the most frequent first.
    public var strangersByCount: [(name: String, count: Int)] { Self.sorted(strangers) }

    private static func sorted(_ counts: [String: Int]) -> [(name: String, count: Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
