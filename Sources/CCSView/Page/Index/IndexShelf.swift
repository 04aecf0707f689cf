import CCSEvents
import CCSState

/// Where the list that is looked at is kept from page to page: one at a time, and none while nobody looks at one.
final class IndexShelf {
    private var kept: (index: RowIndex, follower: any Follower)?
    private var isUsed = false
    private var sought: Sought?
    private var isSought = false

    // Domains are held, and let go with the next page that does not need them. A weak reference would make each reference to a
    // domain ever after cost several times as much, and making a list takes some for each object.

    /// What was looked for the last time, and what was found.
    private struct Sought {
        var name: String
        var domain: Domain
        var found: ObjectKey?
    }

    /// What may be looked at for one page; nil for all there is.
    var allowance: Allowance?

    /// The same, for a page of a list of so many objects.
    func allowance(for objects: Int) -> Allowance? {
        allowance?.open(objects)
        return allowance
    }

    /// The index of a list in a domain, the one kept if it is that and has missed nothing since; and who follows the domain for it.
    func index<Own: Follower>(_ identity: RowIndex.Identity, in domain: Domain, follower: () -> Own) -> (
        index: RowIndex, follower: Own
    ) {
        isUsed = true
        if let kept, kept.index.identity == identity, kept.follower.isOf(domain), let own = kept.follower as? Own {
            return (kept.index, own)
        }
        // The one before lets go of the domain first.
        kept = nil
        let made = (index: RowIndex(identity), follower: follower())
        kept = made
        return made
    }

    /// The seance that was found for something the last time, or else what `find` gives. It is asked for the selected row, page
    /// after page, and what is not kept does not come to be.
    func remembered(_ name: String, _ domain: Domain, find: () -> Seance?) -> Seance? {
        isSought = true
        if let sought, sought.name == name, sought.domain === domain {
            guard let key = sought.found else { return nil }
            if let seance = domain.seance(key) { return seance }
        }
        let found = find()
        sought = Sought(name: name, domain: domain, found: found?.key)
        return found
    }

    /// A page is made that may want no list.
    func begin() {
        (isUsed, isSought) = (false, false)
        allowance?.begin()
    }

    /// The page is made: a list that it did not want is let go, unless one looks at something in it and comes back.
    func end(keepsUnused: Bool) {
        kept?.index.rest()
        if !isUsed, !keepsUnused { kept = nil }
        if !isSought { sought = nil }
    }
}

/// Somebody who follows a domain.
protocol Follower: AnyObject {
    /// Whether it is this domain that is followed, and nobody else follows it since.
    func isOf(_ domain: Domain) -> Bool
}

extension LiveNumbers: Follower {}

/// Follows a domain for as long as it is kept, unless another one does meanwhile.
final class Following: Follower {
    private let domain: Domain
    private let token: Int

    init(_ domain: Domain) {
        self.domain = domain
        token = domain.follow()
    }

    deinit {
        domain.unfollow(token)
    }

    func isOf(_ domain: Domain) -> Bool { self.domain === domain && domain.isFollowed(by: token) }

    /// What changed since the last time (``Domain/takeChanges(_:of:_:)``).
    func changes(of kind: EventType.Subject, _ body: (Int) -> Void) {
        _ = domain.takeChanges(token, of: kind, body)
    }

    /// What changed of the anomalies since the last time (``Domain/takeChangedAnomalies(_:_:)``).
    func changedAnomalies(_ body: (Int) -> Void) { domain.takeChangedAnomalies(token, body) }
}
