import CCSFeed
import Testing

@Suite("The clock of a replay")
struct ReplayClockTests {
    private func clock(_ speed: String = "1x") throws -> ReplayClock {
        var clock = ReplayClock(speed: try #require(ReplaySpeed(speed)))
        clock.took(1000, now: 50)
        return clock
    }

    @Test("waits as long as was waited, by its speed")
    func waits() throws {
        #expect(try clock().wait(for: 3000, now: 50) == 2000)
        #expect(try clock().wait(for: 3000, now: 1050) == 1000)
        #expect(try clock("10x").wait(for: 3000, now: 50) == 200)
        #expect(try clock("0.5x").wait(for: 3000, now: 50) == 4000)
        #expect(try clock("max").wait(for: 3000, now: 50) == 0)
        #expect(try clock().wait(for: 3000, now: 9000) == 0)
        #expect(ReplayClock(speed: .real).wait(for: 3000, now: 50) == 0)
    }

    @Test("never waits backwards")
    func backwards() throws {
        var clock = try clock()
        #expect(clock.wait(for: 10, now: 50) == 0)
        clock.took(10, now: 60)
        #expect(clock.position(now: 60) == 1010)
    }

    @Test("stands while it is paused, goes where a step went, and goes on from there")
    func pauses() throws {
        var clock = try clock()
        clock.pause(now: 150)
        #expect(clock.position(now: 9999) == 1100)
        #expect(clock.wait(for: 1200, now: 9999) == nil)
        clock.took(1200, now: 10_000)
        #expect(clock.position(now: 10_001) == 1200)
        clock.resume(now: 20_000)
        #expect(clock.position(now: 20_010) == 1210)
    }

    @Test("keeps its place when its speed changes")
    func speeds() throws {
        var clock = try clock()
        clock.setSpeed(clock.speed.faster, now: 150)
        #expect(clock.speed.description == "2x")
        #expect(clock.position(now: 150) == 1100)
        #expect(clock.position(now: 250) == 1300)
        clock.setSpeed(.max, now: 250)
        #expect(clock.position(now: 99_999) == 1300)
        clock.took(5000, now: 100_000)
        #expect(clock.position(now: 100_001) == 5000)
    }

    @Test(arguments: ["0x10", "1e3", "inf", "nan", "-1", "+1", "", "x", "1.2.3", "0", "100001"])
    func speedsAreDecimalNumbers(_ text: String) {
        #expect(ReplaySpeed(text) == nil)
        #expect(ReplaySpeed("0.5")?.factor == 0.5 && ReplaySpeed("10x")?.factor == 10)
    }

    @Test("has speeds in steps, and reads them as they are written")
    func ladder() throws {
        #expect(ReplaySpeed.max.faster == .max)
        #expect(ReplaySpeed.ladder[0].slower == ReplaySpeed.ladder[0])
        #expect(ReplaySpeed.max.slower.description == "1000x")
        #expect(ReplaySpeed("3x")?.faster.description == "5x")
        #expect(ReplaySpeed("3x")?.slower.description == "2x")
        for speed in ReplaySpeed.ladder { #expect(ReplaySpeed(speed.description) == speed) }
        for text in ["", "x", "0x", "-1x", "fast", "1xx", "nanx", "1e99x"] {
            #expect(ReplaySpeed(text) == nil, "\(text)")
        }
    }

    @Test("does not overflow, whatever a recording says")
    func extremes() throws {
        var clock = try clock("100000x")
        #expect(clock.wait(for: .max / 4, now: 50) != nil)
        clock.took(.max / 4, now: .max / 4)
        _ = clock.position(now: .max / 2)
    }
}
