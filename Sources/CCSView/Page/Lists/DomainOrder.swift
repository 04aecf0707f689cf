import CCSState

/// Orders domains by name.
///
/// It begins with the order of the last time. Domains seldom come and leave, and sorting a list that is in order is one pass.
struct DomainOrder {
    private var places: [Int] = []

    /// The domains by name.
    mutating func sorted(_ domains: [Domain]) -> [Domain] {
        if places.count != domains.count { places = places.filter { $0 < domains.count } }
        places += places.count..<domains.count
        places.sort { domains[$0].name < domains[$1].name }
        return places.map { domains[$0] }
    }
}
