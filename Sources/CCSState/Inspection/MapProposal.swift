public import CCSEvents

/// A name that may well be a field, though the map does not say so.
public struct MapProposal: Sendable, Equatable {
    /// The field.
    public let field: Field
    /// The name, with dots where it is nested.
    public let name: String
    /// The types it was found in.
    public let types: [EventType]
    /// Events that are malformed without it.
    public let mends: Int

    /// As `--map` takes it.
    public var text: String { "\(field.row.name)=\(name)" }
}

extension Inspection {
    /// What would make the feed fit better: for each field that events lack, the name that is most like it. Cost: all names.
    public var proposals: [MapProposal] {
        var found: [Field: [String: (score: Int, types: [EventType], mends: Int)]] = [:]
        for type in EventType.allCases where types[Int(type.rawValue)].count > 0 {
            let findings = types[Int(type.rawValue)]
            for field in Likeness.fields(of: type) where lacks(field, findings) {
                for (name, member) in unclaimed(type) where member.values > 0 && isPlain(name) {
                    let score = Likeness.score(name, field, member.shape)
                    guard score > 0 else { continue }
                    var entry = found[field]?[name] ?? (0, [], 0)
                    entry.score = max(entry.score, score)
                    entry.types.append(type)
                    if field.isID { entry.mends += member.valuesWithoutID }
                    found[field, default: [:]][name] = entry
                }
            }
        }
        return choose(found)
    }

    /// A name is proposed for the field that it is most like, and a field gets the name that is most like it. What only looks
    /// like an id will do for an id alone, and where nothing is called like one.
    private func choose(_ found: [Field: [String: (score: Int, types: [EventType], mends: Int)]]) -> [MapProposal] {
        var wishes: [(field: Field, name: String, score: Int)] = []
        for (field, names) in found {
            for (name, entry) in names where entry.score > 1 || (field.isID && entry.mends > 0) {
                wishes.append((field, name, entry.score * 1000 + min(entry.types.count, 99) * 10))
            }
        }
        wishes.sort { ($1.score, $0.field.rawValue, $0.name) < ($0.score, $1.field.rawValue, $1.name) }
        var proposals: [MapProposal] = []
        for wish in wishes {
            guard !proposals.contains(where: { $0.field == wish.field || $0.name == wish.name }),
                let entry = found[wish.field]?[wish.name]
            else { continue }
            proposals.append(
                MapProposal(field: wish.field, name: wish.name, types: entry.types, mends: entry.mends))
        }
        return proposals.sorted { $0.field.rawValue < $1.field.rawValue }
    }

    /// Whether some events of a type have no value for a field; `id` alone serves for the subject.
    private func lacks(_ field: Field, _ findings: TypeFindings) -> Bool {
        guard field.isID else { return findings.fields[field] ?? 0 == 0 }
        return findings.withoutID > 0 && findings.fields[field] ?? 0 < findings.count
    }

    /// Whether `--map` can take a name.
    private func isPlain(_ name: String) -> Bool {
        var map = FieldMap()
        // A star is what is left of a telephone number.
        guard !name.contains(where: { ",= \"'*".contains($0) || $0.isNewline }) else { return false }
        do { try map.add("call=\(name)") } catch { return false }
        return true
    }
}
