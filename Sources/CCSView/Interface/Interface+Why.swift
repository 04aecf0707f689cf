import CCSEvents

extension Interface {
    /// Asks which event set what the selected row shows; the row stays selected while that is read.
    mutating func startWhy(_ scene: Scene) {
        guard let page = scene.page, let row = page.selectedRow, let index = page.selectedIndex else {
            return say("no row is selected")
        }
        guard scene.lines > 1 else { return say("the screen has too few lines for this") }
        list.position = ListState.Position(anchor: row.id, line: index - page.firstIndex, index: index)
        why = WhyState()
    }

    /// What a command means while the answer is shown: pages scroll it, Esc closes it, whatever else goes to another
    /// row or place closes it first. True where nothing is left to do.
    mutating func mindWhy(_ command: Command, _ scene: Scene) -> Bool {
        switch command {
        case .back, .why:
            why = nil
            return true
        case .pageUp, .pageDown, .halfUp, .halfDown:
            let layout = Layout(width: scene.width, height: scene.height, isTyping: false)
            guard let box = scene.page.flatMap({ WhyBox($0, layout: layout, width: scene.width) }), box.farthest > 0
            else { break }
            let step = command == .pageUp || command == .pageDown ? box.visible : box.visible / 2
            let isUp = command == .pageUp || command == .halfUp
            let top = why?.top ?? 0
            why = WhyState(top: max(0, min(box.farthest, top + (isUp ? -1 : 1) * max(1, step))))
            return true
        case .redraw, .suspend, .mouse, .copyID, .copySummary, .acknowledge: return false
        default: break
        }
        why = nil
        return false
    }
}
