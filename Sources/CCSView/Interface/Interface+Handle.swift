import CCSEvents

extension Interface {
    /// Takes what the user did on a screen of a size; says what the program must do beyond drawing. The page is the one
    /// that is on the screen, nil before the first one.
    public mutating func handle(_ input: Input, page: Page?, width: Int, height: Int) -> [Effect] {
        if !deferred.isEmpty, input.canWait {
            if quits(input) { return [.quit] }
            if deferred.count < Self.deferredLimit {
                deferred.append((input, width, height))
            } else {
                say("too many keys at once: ccs-top drops some of them", .warning)
            }
            return []
        }
        return handleNow(input, page: page, width: width, height: height)
    }

    mutating func handleNow(_ input: Input, page: Page?, width: Int, height: Int) -> [Effect] {
        let lines = lines(width: width, height: height)
        let scene = Scene(page: shown(page, lines: lines), width: width, height: height, lines: lines)
        switch input {
        case .resize: return [.redraw]
        case .hangup: return [.quit]
        case .paste(let text):
            message = nil
            typing?.hint = ""
            guard typing != nil else {
                say("no text field is open; \(keys.keyName(.search)) starts a search")
                return []
            }
            typing?.editor.insert(text)
            typed(scene)
            return []
        case .mouse(let action, let x, let y):
            guard takesMouse else { return [] }
            message = nil
            why = nil
            return mouse(action, x: x, y: y, scene)
        case .key(let key):
            return press(key, input, scene)
        }
    }

    /// Whether a key quits before the keys that wait: it does not, if they may lead to a place where it means something else.
    private func quits(_ input: Input) -> Bool {
        func command(_ input: Input) -> Command? {
            guard case .key(let key) = input else { return nil }
            return keys.entry(for: key, in: mode)?.command
        }
        return typing == nil && why == nil && command(input) == .quit
            && deferred.allSatisfy { command($0.input)?.staysInLists == true }
    }

    private mutating func press(_ key: Key, _ input: Input, _ scene: Scene) -> [Effect] {
        message = nil
        typing?.hint = ""
        let entry = keys.entry(for: key, in: mode)
        if let typing {
            // Whether a filter can be read is known with its page: then it is accepted, or stays to be mended.
            if entry?.command == .accept, typing.purpose == .filter, scene.page != nil || settled != nil, !isSettled {
                deferred.append((input, scene.width, scene.height))
                return []
            }
            if let entry { return edit(entry.command, scene) }
            if case .character(let character) = key {
                self.typing?.editor.insert(String(character))
                typed(scene)
            }
            return []
        }
        guard let entry else {
            sayUseless(key)
            return []
        }
        if frozen != nil, overlay == nil, !entry.command.worksPaused {
            say("paused: press \(keys.keyName(.pause)) to continue, then \(key.name)")
            return []
        }
        let needsPage = entry.command.needsPage || entry.command == .pane && view == .pane(.domains)
        if needsPage, frozen == nil, scene.page != nil || settled != nil, !isSettled {
            deferred.append((input, scene.width, scene.height))
            return []
        }
        if why != nil, mindWhy(entry.command, scene) { return [] }
        return perform(entry.command, key: key, scene)
    }

    /// Says why a key does nothing here.
    private mutating func sayUseless(_ key: Key) {
        let here = KeyModes.names.first { $0.mode == mode }?.name ?? "this place"
        if let other = keys.entries.first(where: { $0.keys.contains(key) && !$0.modes.isSubset(of: .typing) }) {
            say("\(key.name) (\(other.title)) works in \(other.modes.subtracting(.typing).text), not in \(here)")
        } else {
            say("no such key; \(keys.keyName(.help)) for help")
        }
    }

    /// The rows that are on the screen, of what is looked at.
    func shown(_ page: Page?, lines: Int) -> Page? {
        if let frozen { return frozen.shown(lines: lines) }
        guard let page, page.query.view == view, page.query.domain == domain else { return nil }
        return page.windowed(lines: lines)
    }

    private mutating func perform(_ command: Command, key: Key, _ scene: Scene) -> [Effect] {
        switch command {
        case .quit: return [.quit]
        case .suspend: return [.suspend]
        case .redraw: return [.redraw]
        case .mouse:
            takesMouse.toggle()
            say(takesMouse ? "mouse on" : "mouse off")
            return [.setMouse(takesMouse)]
        case .help:
            toggleHelp(scene)
        case .up: move(-1, scene)
        case .down: move(1, scene)
        case .pageUp: move(-max(1, scene.lines - 1), scene)
        case .pageDown: move(max(1, scene.lines - 1), scene)
        case .halfUp: move(-max(1, scene.lines / 2), scene)
        case .halfDown: move(max(1, scene.lines / 2), scene)
        case .top: top(scene)
        case .bottom: bottom(scene)
        case .left: left(scene)
        case .right: right(scene)
        case .open: open(scene)
        case .back: back()
        case .domains: goToDomains()
        case .nextPane: turn(1)
        case .previousPane: turn(-1)
        case .pane where view == .pane(.domains):
            enter(scene, pane: keys.entry(of: command)?.keys.firstIndex(of: key) ?? 0)
        case .pane, .face: turn(to: keys.entry(of: command)?.keys.firstIndex(of: key) ?? 0)
        case .search: startSearch()
        case .searchNext: searchOn(backwards: false, scene)
        case .searchPrevious: searchOn(backwards: true, scene)
        case .filter: startFilter()
        case .sort: openSortMenu(scene)
        case .sortLeft: sortBeside(-1, scene)
        case .sortRight: sortBeside(1, scene)
        case .invert: invert(scene)
        case .columns: openColumnMenu(scene)
        case .tree: toggleTree()
        case .expand: setOpen(true, scene)
        case .collapse: setOpen(false, scene)
        case .expandAll: toggleAll()
        case .mark:
            if replays, isReplayPaused { return [.replay(.step)] }
            mark(scene)
        case .nextMark: goToMark(1)
        case .previousMark: goToMark(-1)
        case .pause:
            if replays { return pauseReplay() }
            togglePause()
        case .faster, .slower: return changeSpeed(command)
        case .follow: follow(scene)
        case .nextAnomaly: findAnomaly(backwards: false, scene)
        case .previousAnomaly: findAnomaly(backwards: true, scene)
        case .acknowledge: return acknowledge(scene)
        case .followNumber: followNumber(scene)
        case .why: startWhy(scene)
        case .copyID: return copyID(scene)
        case .copySummary: return copySummary(scene)
        case .choose: choose()
        case .close: close()
        default: break
        }
        return []
    }
}

/// What is on the screen when something is done.
struct Scene {
    /// The rows that are shown, nil while there is no page of what is looked at.
    var page: Page?
    var width: Int
    var height: Int
    /// Rows that fit.
    var lines: Int
}

extension Input {
    /// Whether it waits behind input that waits; the way out never does.
    fileprivate var canWait: Bool {
        switch self {
        case .resize, .hangup, .key(.control("c")), .key(.control("z")), .key(.control("l")): false
        default: true
        }
    }
}
