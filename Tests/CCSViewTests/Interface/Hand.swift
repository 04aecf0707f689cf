import CCSEvents
import CCSState
import CCSView

/// A test user who presses keys, and a list that answers as the ingest thread does: by identity, around the selected row.
struct Hand {
    var interface: Interface
    var page: Page?
    var width = 80
    var height = 24
    var effects: [Effect] = []
    /// The rows of every list.
    var count: Int
    /// Texts of rows besides their names, by index.
    var names: [Int: String] = [:]
    /// Anomalies of rows, by index.
    var wrong: [Int: Detector.Severity] = [:]
    /// Telephone numbers of rows, by index.
    var numbers: [Int: String] = [:]
    /// The lists that rows lead to, by index.
    var targets: [Int: (pane: Pane, filter: String)] = [:]
    /// The answer when a row is asked for the event that set its state.
    var explanation: [StyledText]? = [StyledText("state   ringing, set by call_set_state")]
    private(set) var acknowledged: Set<Int> = []
    /// Filters that are invalid.
    var wrongFilters: Set<String> = []
    /// The progress of lists that are never complete.
    var progress: Int?
    /// Whether the search for the selected row's seance never ends.
    var isSearching = false
    /// The number of anomalies in the domain.
    var anomalies = 0
    /// Whether there are any domains.
    var hasDomains = true

    init(domain: String? = "sales", onlyDomain: Bool = false, pane: Pane = .connections, count: Int = 100) {
        interface = Interface(domain: domain, onlyDomain: onlyDomain, pane: pane)
        self.count = count
        answer()
    }

    /// Presses keys, given as characters, with a page after each.
    mutating func type(_ text: String) {
        for character in text { press(.character(character)) }
    }

    mutating func press(_ keys: Key...) {
        for key in keys {
            rush(key)
            answer()
        }
    }

    /// Presses a key without a page after it.
    mutating func rush(_ key: Key) {
        let done = interface.handle(.key(key), page: page, width: width, height: height)
        for case .acknowledge(_, let serials, let isSeen) in done {
            for place in serials where wrong[place] != nil {
                if isSeen { acknowledged.insert(place) } else { acknowledged.remove(place) }
            }
        }
        effects += done
    }

    mutating func mouse(_ action: MouseAction, x: Int, y: Int) {
        effects += interface.handle(.mouse(action, x: x, y: y), page: page, width: width, height: height)
        answer()
    }

    /// The requested page arrives.
    mutating func answer() {
        var wants = true
        while wants {
            let answer = reply(to: query)
            if !interface.isPaused { page = answer }
            effects += interface.take(answer)
            wants = interface.wantsPage
        }
    }

    var query: Query { interface.query(width: width, height: height) }

    func reply(to query: Query) -> Page {
        if case .pane(.domains) = query.view { return domains(query) }
        let ids = query.sort?.descending == false ? Array((0..<count).reversed()) : Array(0..<count)
        let isWrong = wrongFilters.contains(query.filter)
        let rows = ids.filter { query.filter.isEmpty || isWrong || name($0).contains(query.filter) }
        let isLog = query.view == .pane(.log)
        var selected: Int?
        if case .object(let key) = query.anchor { selected = rows.firstIndex { UInt32($0) == key.serial } }
        var index = selected ?? (query.anchor == nil ? (isLog ? rows.count - 1 : 0) : query.anchorIndex)
        index = max(0, min(rows.count - 1, index + query.move))
        var found: Bool?
        if let find = query.find, !rows.isEmpty, progress == nil || find.waited >= Query.Find.patience {
            let order = (find.mayStay ? 0 : 1)..<max(1, rows.count)
            let step = find.backwards ? -1 : 1
            let match = order.first {
                let place = rows[((index + step * $0) % rows.count + rows.count) % rows.count]
                return find.anomaly
                    ? wrong[place] != nil && !acknowledged.contains(place) : name(place).contains(find.text)
            }
            found = match != nil
            if let match { index = ((index + step * match) % rows.count + rows.count) % rows.count }
        }
        let before =
            query.anchor == nil && query.move == 0 ? (isLog ? query.lines - 1 : 0) : query.anchorLine + query.move
        let line = max(0, min(query.lines - 1, before))
        let first = max(0, min(rows.count - query.lines, index - line))
        var page = Sample.list(count: rows.count, first: 0, lines: 0)
        page.query = query
        if isLog { page.sort = nil } else { page.sort = query.sort ?? page.sort }
        page.firstIndex = first
        page.selectedIndex = rows.isEmpty ? nil : index
        page.found = found
        (page.progress, page.isSearching) = (progress, isSearching)
        page.header.anomalies = (anomalies, max(0, anomalies - acknowledged.count), 0)
        if query.explains, !rows.isEmpty { page.explanation = explanation }
        if isWrong { page.filterError = ("no such field", 0) }
        if !query.filter.isEmpty, !isWrong { page.matched = (rows.count, count) }
        for place in rows.dropFirst(first).prefix(query.lines) {
            var row = Row(id: .object(Sample.key(.connection, UInt32(place))))
            row.cells = [StyledText("\(place)s"), StyledText(DisplayText(sanitizing: name(place)))]
            row.seance = place % 2 == 0 ? Sample.key(.seance, UInt32(place)) : nil
            row.isOpen = place % 10 == 0 ? query.opensAll != query.toggled.contains(row.id) : nil
            row.copyText = name(place)
            row.severity = wrong[place]
            row.anomalies = wrong[place] == nil ? [] : [place, place + 1000]
            row.isAcknowledged = acknowledged.contains(place)
            row.number = numbers[place]
            row.target = targets[place]
            page.rows.append(row)
        }
        return page
    }

    private func domains(_ query: Query) -> Page {
        var page = Sample.domains
        page.query = query
        page.rows = hasDomains ? Array(page.rows.prefix(query.lines)) : []
        if !hasDomains { page.header.now = nil }
        var index = page.rows.firstIndex { $0.id == query.anchor } ?? 0
        index = max(0, min(page.rows.count - 1, index + query.move))
        page.selectedIndex = hasDomains ? index : nil
        return page
    }

    private func name(_ place: Int) -> String { names[place] ?? "connection-\(place)" }

    /// The name of the selected row on the page.
    var selected: String? {
        guard let page, let index = page.selectedIndex else { return nil }
        let place = index - page.firstIndex
        return page.rows.indices.contains(place) ? page.rows[place].copyText : nil
    }

    /// The text of the screen.
    var screen: String { draw(page, interface, width: width, height: height, ascii: false).plainText }

    /// The last line of the screen.
    var lastLine: String { screen.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? "" }
}
