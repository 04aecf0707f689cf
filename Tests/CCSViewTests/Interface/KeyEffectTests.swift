import CCSEvents
import Testing

@testable import CCSView

@Suite struct KeyEffectTests {
    /// Situations in which keys may have no target.
    private static let places: [(name: String, begin: @Sendable () -> Hand)] = [
        ("a list", { Hand() }), ("an empty list", { Hand(count: 0) }), ("a list of one", { Hand(count: 1) }),
        ("an empty log", { Hand(pane: .log, count: 0) }), ("the log", { Hand(pane: .log) }),
        ("seances", { Hand(pane: .seances) }), ("numbers", { Hand(pane: .numbers) }),
        ("one domain", { Hand(onlyDomain: true, count: 0) }), ("domains", { Hand(domain: nil) }),
        (
            "a seance",
            {
                var hand = Hand()
                hand.press(.enter)
                return hand
            }
        ),
        (
            "a seance that is gone",
            {
                var hand = Hand()
                hand.press(.enter)
                hand.count = 0
                hand.answer()
                return hand
            }
        ),
        (
            "a paused list",
            {
                var hand = Hand()
                hand.type("p")
                return hand
            }
        ),
        (
            "a paused empty list",
            {
                var hand = Hand(count: 0)
                hand.type("p")
                return hand
            }
        ),
        (
            "a menu",
            {
                var hand = Hand()
                hand.type("s")
                return hand
            }
        ),
        (
            "the help",
            {
                var hand = Hand()
                hand.type("?")
                return hand
            }
        ),
    ]

    @Test(
        "A key changes what is on the screen, makes the program do something, or says why it does not",
        arguments: places.indices)
    func acts(_ place: Int) throws {
        let (name, begin) = Self.places[place]
        for entry in KeyTable.standard.entries {
            // At the end of a list, the user sees that it ends.
            if entry.group == .move, ![.left, .right].contains(entry.command) { continue }
            for key in entry.keys {
                var hand = begin()
                let mode = hand.interface.mode
                guard entry.modes.contains(mode) || !entry.modes.isSubset(of: .typing) else { continue }
                let (before, asked) = (hand.screen, hand.query)
                hand.effects = []
                hand.press(key)
                #expect(
                    hand.screen != before || hand.query != asked || !hand.effects.isEmpty,
                    "\(key.name) (\(entry.command)) in \(name):\n\(hand.screen)")
            }
        }
    }
}
