import CCSState

/// Orders domains by name.
///
/// Domains seldom come and leave: until one does, the order is that of the last time. Then sorting begins with it, so that what is
/// nearly in order takes one pass.
struct DomainOrder {
    private var places: [Int] = []
    /// How many domains had left when the order was made.
    private var evicted = -1

    /// The domains by name. `evicted` counts the domains that had to leave.
    mutating func sorted(_ domains: [Domain], evicted: Int) -> [Domain] {
        if places.count != domains.count || evicted != self.evicted {
            if places.count > domains.count { places = places.filter { $0 < domains.count } }
            places += places.count..<domains.count
            places.sort { domains[$0].name < domains[$1].name }
            self.evicted = evicted
        }
        return places.map { domains[$0] }
    }
}
