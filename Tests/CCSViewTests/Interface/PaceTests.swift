import Testing

@testable import CCSView

@Suite("When the next frame or page is due")
struct PaceTests {
    @Test(
        "What data changes is shown once a frame's time, what a key changes at once, but no more than 25 times a second"
    )
    func frames() {
        var pace = FramePace(frame: 1000)
        #expect(pace.wait(now: 0) == 0)
        pace.noteFrame(now: 0)
        #expect(pace.wait(now: 100) == 900)
        pace.hurry()
        #expect(pace.wait(now: 100) == 0)
        pace.noteFrame(now: 100)
        #expect(pace.wait(now: 110) == 990)
        pace.hurry()
        #expect(pace.wait(now: 110) == 30)
    }

    @Test("An incomplete list is requested as fast as keys, but not for ever if it is never complete")
    func slices() {
        var pace = FramePace(frame: 1000)
        var now: Int64 = 0
        func isFast() -> Bool {
            pace.noteFrame(now: now)
            pace.noteSlice(isLast: false)
            now += FramePace.keys
            return pace.wait(now: now) == 0
        }
        for _ in 0..<FramePace.hurriedSlices { #expect(isFast()) }
        #expect(!isFast() && !isFast())
        pace.hurry()
        #expect(isFast(), "A key makes it fast again")
        pace.noteSlice(isLast: true)
        for _ in 0..<FramePace.hurriedSlices { #expect(isFast()) }
    }

    /// The times at which pages are printed, and the number of requests, if lists are complete from some time on.
    private static func prints(until end: Int64, isComplete: (Int64) -> Bool) -> (at: [Int64], asked: Int) {
        var pace = PlainPace(pause: 5000, now: 0)
        var (at, asked): ([Int64], Int) = ([], 0)
        var now: Int64 = 0
        while now < end {
            asked += 1
            if let wait = pace.wait(isComplete: isComplete(now), now: now) {
                now += wait
            } else {
                at.append(now)
                now += pace.notePrinted(isComplete: isComplete(now), now: now)
            }
        }
        return (at, asked)
    }

    @Test("Lists that are complete are printed at once, and then once a pause, and asked for as often")
    func complete() {
        let (at, asked) = Self.prints(until: 20_000) { _ in true }
        #expect(at == [0, 5000, 10_000, 15_000])
        #expect(asked == 4)
    }

    @Test("A list that is never complete is also printed once a pause, and updated all the time")
    func neverComplete() {
        let (at, asked) = Self.prints(until: 20_000) { _ in false }
        #expect(at == [5000, 10_000, 15_000])
        #expect(asked == 20_000 / 40)
    }

    @Test("A list is printed as soon as it is complete, but not before its time")
    func completeLater() {
        #expect(Self.prints(until: 12_000) { $0 >= 1000 }.at == [1000, 6000, 11_000])
        #expect(Self.prints(until: 12_000) { $0 >= 7000 }.at == [5000, 10_000])
        #expect(Self.prints(until: 16_000) { $0 < 3000 || $0 >= 5600 }.at == [0, 5600, 10_600, 15_600])
    }
}
