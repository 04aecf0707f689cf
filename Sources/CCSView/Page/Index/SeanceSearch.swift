import CCSEvents
import CCSState

/// The search for the seance of an event, in all that is kept: what has ended long ago cannot be found by its id at a fixed cost, and
/// there may be some hundred thousand objects. So it goes on from page to page.
struct SeanceSearch {
    /// What it is the seance of.
    let name: String
    let domain: Domain
    /// The newest seance found so far: of several lives of an id that one counts.
    private(set) var found: ObjectKey?
    /// Whether all is looked through.
    private(set) var isDone = false

    /// Of which kind it looks, and at which slot next.
    private var kind = 0
    private var next = 0
    /// Objects that are looked at for each page, whatever else it has to do: far less than a millisecond's worth.
    private static let least = 2000

    init(_ name: String, _ domain: Domain) {
        (self.name, self.domain) = (name, domain)
    }

    /// Goes on, as far as the looks go; nil for all.
    mutating func go(seance: FeedText, connection: FeedText, call: FeedText, looks: Allowance?) {
        var left = Self.least
        while !isDone {
            let isPassed =
                switch kind {
                case 0: pass(Seance.self, seance, &left, looks)
                case 1: pass(Connection.self, connection, &left, looks)
                default: pass(Call.self, call, &left, looks)
                }
            guard isPassed else { return }
            (kind, next) = (kind + 1, 0)
            isDone = found != nil || kind > 2
        }
    }

    /// Looks through the objects of a kind; whether it came to their end.
    private mutating func pass<Object: PaneObject>(
        _ kind: Object.Type, _ id: FeedText, _ left: inout Int, _ looks: Allowance?
    ) -> Bool {
        guard !id.isEmpty else { return true }
        while next < Object.slots(in: domain) {
            if left > 0 { left -= 1 } else if !(looks?.take() ?? true) { return false }
            if let object = Object.at(next, in: domain), object.id == id, let owner = object.owner,
                found.map({ $0.serial < owner.key.serial }) ?? true
            {
                found = owner.key
            }
            next += 1
        }
        return true
    }
}
