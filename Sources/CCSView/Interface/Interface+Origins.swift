import CCSEvents

extension Interface {
    /// Places that are remembered.
    static let originLimit = 32
    /// Characters of a number that are looked for.
    static let numberLimit = 100

    /// To the seances in which the row's number stands.
    mutating func followNumber(_ scene: Scene) {
        guard let row = scene.page?.selectedRow else { return say("no row is selected") }
        guard let number = row.number, !number.isEmpty else { return say("this row has no telephone number") }
        go(to: .seances, filter: Filter.inQuotes(String(number.prefix(Self.numberLimit))), scene)
    }

    /// To a pane with a filter of its own, from where Esc returns to this place as it is now.
    mutating func go(to target: Pane, filter: String, _ scene: Scene) {
        guard view != .pane(target) || list.filter != filter else { return say("this list already shows that") }
        keepPlace(scene)
        origins.append(
            Origin(
                pane: pane, seance: seance, target: target, filter: filter, before: lists[.pane(target)] ?? ListState())
        )
        if origins.count > Self.originLimit { origins.removeFirst() }
        let from = seance == nil ? pane.title : "the seance"
        seance = nil
        pane = target
        list.filter = filter
        list.forgetRows()
        say("\(keys.keyName(.back)) returns to \(from)")
    }

    /// Back to the place that was left for a filter; false where there is none. A filter that was changed since stays.
    mutating func returnToOrigin() -> Bool {
        guard let origin = origins.popLast() else { return false }
        if lists[.pane(origin.target)]?.filter == origin.filter { lists[.pane(origin.target)] = origin.before }
        pane = origin.pane
        seance = origin.seance
        return true
    }

    /// Selects the row that is under the hand, so that coming back finds it; the log may go on following instead.
    mutating func keepPlace(_ scene: Scene) {
        guard let page = scene.page, let index = page.selectedIndex, view != .pane(.log) || list.anchor != nil else {
            return
        }
        select(index - page.firstIndex, page)
    }
}
