import CCSState

/// How much trouble a domain is in, by what weighs most: its new anomalies of each severity, then how many of a hundred attempts
/// failed in the last minute.
struct DomainTrouble {
    /// What weighs most comes first.
    private let levels: SIMD4<Int>
    /// More than this of a level weighs no more.
    private static let most = 32_767

    init(_ domain: Domain, _ view: Viewpoint) {
        func unseen(_ severity: Detector.Severity) -> Int { min(Self.most, domain.unseenCount(of: severity)) }
        levels = SIMD4(unseen(.high), unseen(.medium), unseen(.low), DomainColumns.failureShare(domain, view))
    }

    /// Whether nothing is wrong.
    var isNone: Bool { levels == .zero }

    /// Sorts as ``levels`` do.
    var value: Value {
        let weight = levels.indices.reduce(0) { $0 * (Self.most + 1) + levels[$1] }
        return weight > 0 ? .number(weight) : .none
    }

    /// Whether it is clearly more or less than another one: where they differ first, one is nothing, or the difference is more than
    /// one and a fifth.
    func differsClearly(from other: DomainTrouble) -> Bool {
        guard let level = levels.indices.first(where: { levels[$0] != other.levels[$0] }) else { return false }
        let (less, more) = (min(levels[level], other.levels[level]), max(levels[level], other.levels[level]))
        return less == 0 || more - less > max(1, more / 5)
    }
}

/// By what the list of domains is ordered. Domains that are about equally bad would swap places all the time. So a small change of
/// a domain's trouble counts only when its place has stood for a while.
struct SteadyTroubles {
    /// Milliseconds for which a small change does not count.
    static let patience: Int64 = 60_000

    private var settled: [String: (trouble: DomainTrouble, at: Int64)] = [:]

    /// The troubles that domains are ordered by at a moment, in milliseconds.
    mutating func values(of domains: [Domain], _ view: Viewpoint) -> [Value] {
        // Of domains that are gone.
        if settled.count > 2 * domains.count { settled = [:] }
        let now = view.wall ?? view.now
        return domains.map { domain in
            let trouble = DomainTrouble(domain, view)
            // Most domains have no trouble. A domain without an entry counts as one without trouble.
            if trouble.isNone {
                if !settled.isEmpty { settled[domain.name] = nil }
                return .none
            }
            let before = settled[domain.name]
            if let before, abs(now - before.at) < Self.patience, !trouble.differsClearly(from: before.trouble) {
                return before.trouble.value
            }
            settled[domain.name] = (trouble, now)
            return trouble.value
        }
    }
}
