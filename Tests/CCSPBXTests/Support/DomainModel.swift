import CCSPBX

/// What each domain believes to live. Any event makes the objects that it names, as the reducer does it.
struct DomainModel {
    private struct Key: Hashable {
        let domain: String
        let name: PBXEvent.Name
        let id: String
    }

    private var live: Set<Key> = []
    private var ended: Set<Key> = []
    private(set) var faults: [String] = []

    mutating func take(_ events: [PBXEvent]) {
        for event in events where event.kind != .connectionFailure {
            for name in [PBXEvent.Name.call, .connection, .seance] {
                guard let id = event[name] else { continue }
                let key = Key(domain: event.domain, name: name, id: id)
                let isDelete = event.kind.rawValue.hasSuffix("_delete")
                if isDelete {
                    if live.remove(key) == nil { faults.append("nothing to delete: \(event.domain) \(event.short)") }
                    ended.insert(key)
                } else if event.kind != .connectionRecordInfo {
                    live.insert(key)
                    if event.kind.rawValue.hasSuffix("_create") { ended.remove(key) }
                    if ended.contains(key) { faults.append("after the end: \(event.domain) \(event.short)") }
                }
            }
        }
    }

    /// What is left, as text.
    var left: [String] { live.map { "\($0.domain) \($0.name) \($0.id)" }.sorted() }
}
