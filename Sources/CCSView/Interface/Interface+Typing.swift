import CCSEvents

extension Interface {
    mutating func startSearch() {
        if case .help(let help) = overlay {
            begin(.help, LineEditor(help.search), before: help.search)
        } else {
            begin(.search, LineEditor(), before: searched)
        }
    }

    mutating func startFilter() {
        begin(.filter, LineEditor(list.filter, history: history), before: list.filter)
    }

    private mutating func begin(_ purpose: Typing.Purpose, _ editor: LineEditor, before: String) {
        typing = Typing(purpose: purpose, editor: editor, start: list.position, before: before)
    }

    /// A key that does something to the line.
    mutating func edit(_ command: Command, _ scene: Scene) -> [Effect] {
        switch command {
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .accept: accept(scene)
        case .complete:
            let before = typing?.editor.text
            complete()
            if typing?.editor.text != before { typed(scene) }
        case .cancel: cancel(scene)
        case .eraseBack where typing?.editor.text.isEmpty == true && typing?.purpose != .filter: cancel(scene)
        default:
            let before = typing?.editor.text
            _ = typing?.editor.perform(command)
            if typing?.editor.text != before { typed(scene) }
        }
        return []
    }

    /// The line has changed: it acts at once.
    mutating func typed(_ scene: Scene) {
        guard let typing else { return }
        let text = typing.editor.text
        switch typing.purpose {
        case .help: overlay = .help(HelpState(search: text, top: 0))
        case .filter:
            // The row that was selected stays so as long as it matches.
            list.position = typing.start
            list.filter = text
        case .search:
            searched = text
            if frozen != nil {
                _ = frozen?.find(Query.Find(text, mayStay: true), lines: scene.lines)
            } else {
                // From where the search began, however far it went meanwhile.
                list.position = typing.start
                list.find = text.isEmpty ? nil : Query.Find(text, mayStay: true)
            }
        }
    }

    private mutating func accept(_ scene: Scene) {
        guard let typing else { return }
        let text = typing.editor.text
        // What is wrong with a filter stands beside it: it is mended or given up, for nothing is filtered by it.
        if typing.purpose == .filter, let page = scene.page, page.filterError != nil, page.query.filter == text {
            return
        }
        self.typing = nil
        guard typing.purpose == .filter else { return }
        if !text.isEmpty {
            history.removeAll { $0 == text }
            history.append(text)
            if history.count > Self.historyLimit { history.removeFirst() }
        }
    }

    private mutating func cancel(_ scene: Scene) {
        guard let typing else { return }
        self.typing = nil
        switch typing.purpose {
        case .help: overlay = .help(HelpState(search: typing.before, top: 0))
        case .filter:
            list.filter = typing.before
            list.position = typing.start
        case .search:
            searched = typing.before
            if frozen == nil { list.position = typing.start }
        }
    }

    mutating func searchOn(backwards: Bool, _ scene: Scene) {
        guard !searched.isEmpty else { return say("no search yet; \(keys.keyName(.search)) starts one") }
        let find = Query.Find(searched, backwards: backwards)
        if frozen == nil {
            list.find = find
        } else if frozen?.find(find, lines: scene.lines) == false {
            say(DisplayText("\"\(searched)\" not found"), .warning)
        }
    }
}
