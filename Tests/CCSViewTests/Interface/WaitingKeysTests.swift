import Testing

@testable import CCSView

/// Keys about a row wait for the page that the keys before them asked for.
@Suite struct WaitingKeysTests {
    /// A list with the Enter key held down, while no page comes.
    private func held(_ count: Int) -> Hand {
        var hand = Hand()
        for _ in 0..<count { hand.rush(.enter) }
        return hand
    }

    @Test func quitDoesNotWait() {
        for waiting in [2, 50, 1000] {
            var hand = held(waiting)
            #expect(!hand.interface.deferred.isEmpty && !hand.effects.contains(.quit))
            hand.rush(.character("q"))
            #expect(hand.effects.contains(.quit), "after \(waiting) keys")
        }
    }

    @Test func aLetterOfWhatIsTypedAheadIsNoQuit() {
        for ahead in ["/", "\\", "c", "s", "w", "y"] {
            var hand = held(2)
            for key in [Character(ahead), "q"] { hand.rush(.character(key)) }
            #expect(!hand.effects.contains(.quit), "after \(ahead)")
        }
        var hand = held(2)
        for key in "/quit" { hand.rush(.character(key)) }
        hand.answer()
        #expect(hand.interface.typing?.editor.text == "quit")
    }

    @Test func droppedKeysAreSaid() {
        let fits = held(Interface.deferredLimit + 1)
        #expect(!fits.lastLine.contains("too many keys"))
        let full = held(Interface.deferredLimit + 2)
        #expect(full.lastLine.contains("too many keys at once: ccs-top drops some of them"))
    }
}
