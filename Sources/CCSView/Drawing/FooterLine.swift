import CCSEvents

/// The last line: what the keys do here, as many as fit.
struct FooterLine {
    let entries: [KeyTable.Entry]

    init(_ keys: KeyTable, mode: KeyModes, without useless: Set<Command> = [], width: Int) {
        let all = keys.footer(in: mode).filter { !useless.contains($0.command) }
        let ranked = all.indices.sorted { (all[$0].rank ?? 0, $0) < (all[$1].rank ?? 0, $1) }
        var room = width + 1
        var fitting: Set<Int> = []
        for index in ranked {
            let width = Self.width(all[index])
            guard width <= room else { continue }
            room -= width
            fitting.insert(index)
        }
        entries = all.indices.filter(fitting.contains).map { all[$0] }
    }

    private static func width(_ entry: KeyTable.Entry) -> Int {
        (entry.footerKey?.name.count ?? 0) + entry.title.count + 2
    }

    func draw(on screen: inout Screen, x: Int = 0, y: Int) {
        var x = x
        for entry in entries {
            guard let key = entry.footerKey else { continue }
            x += screen.write(DisplayText(sanitizing: key.name), x: x, y: y, style: Style(.key)) + 1
            x += screen.write(DisplayText(sanitizing: entry.title), x: x, y: y, style: Style(.keyHelp)) + 1
        }
    }
}
