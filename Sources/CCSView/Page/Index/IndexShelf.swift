import CCSEvents
import CCSState

/// Where the list that is looked at is kept from page to page: one at a time, and none while nobody looks at one.
final class IndexShelf {
    private var kept: (index: RowIndex, follower: any Follower)?
    private var isUsed = false
    /// Whether pages were made without the list since the last one of it.
    private var isLeft = false
    private var search: SeanceSearch?
    private var isSought = false

    // Domains are held, and let go with the next page that does not need them. A weak reference would make each reference to a
    // domain ever after cost several times as much, and making a list takes some for each object.

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
        defer { (isUsed, isLeft) = (true, false) }
        if let kept, kept.index.identity == identity, kept.follower.isOf(domain), let own = kept.follower as? Own,
            !(isLeft && Self.hasChangedMuch(domain))
        {
            return (kept.index, own)
        }
        // The one before lets go of the domain first.
        kept = nil
        let made = (index: RowIndex(identity), follower: follower())
        kept = made
        return made
    }

    /// Whether so much changed that a list makes itself anew sooner than it would be brought up to date: what changed is found, and
    /// what is gone taken out, within one page, while one that is new may take its time.
    private static func hasChangedMuch(_ domain: Domain) -> Bool {
        let (changed, all) = domain.changedCount()
        return changed > max(4096, all / 32)
    }

    /// The seance that ids lead to, living or kept; nil also while it is looked for (``isSearching``). It is asked for the selected
    /// row, page after page: what was found, or not found, is remembered by the name of that.
    func seance(
        of name: String, _ seance: FeedText, _ connection: FeedText, _ call: FeedText, in domain: Domain
    ) -> Seance? {
        if let known = SeanceFinder.known(seance: seance, connection: connection, call: call, in: domain) {
            return known
        }
        isSought = true
        var search = search.flatMap { $0.name == name && $0.domain === domain ? $0 : nil }
        // What was found may have left since. What is not kept does not come to be.
        if let found = search?.found, domain.seance(found) == nil { search = nil }
        var going = search ?? SeanceSearch(name, domain)
        going.go(seance: seance, connection: connection, call: call, looks: allowance)
        self.search = going
        return going.isDone ? going.found.flatMap { domain.seance($0) } : nil
    }

    /// Whether something is looked for that the next page may find.
    var isSearching: Bool { isSought && search?.isDone == false }

    /// A page is made that may want no list.
    func begin() {
        (isUsed, isSought) = (false, false)
        allowance?.begin()
    }

    /// The page is made: a list that it did not want is let go, unless one looks at something in it and comes back.
    func end(keepsUnused: Bool) {
        kept?.index.rest()
        if !isUsed { (isLeft, kept) = (true, keepsUnused ? kept : nil) }
        if !isSought { search = nil }
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

    /// What changed since the last time, of the anomalies that last and of those that are over
    /// (``Domain/takeChangedAnomalies(_:_:ended:)``).
    func changedAnomalies(_ body: (Int) -> Void, ended: (Int) -> Void) {
        domain.takeChangedAnomalies(token, body, ended: ended)
    }
}
