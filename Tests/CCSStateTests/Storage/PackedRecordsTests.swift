import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// Records as they are written and read back, whether they are kept packed or whole.
@Suite struct PackedRecordsTests {
    private static let start: Int64 = 1_732_320_000_000

    /// Ordinary moments, and such as feeds may say: none, long before, years after.
    private static func moment(_ random: inout SeededGenerator, isOdd: Bool) -> Moment {
        if random.once(in: 4) { return .none }
        guard isOdd, random.once(in: 4) else { return Moment(start + Int64(random.below(16_000_000))) }
        return Moment([0, start - 65_536, start - 65_537, start + 16_711_678, start + 16_711_679, Moment.latest][random.below(6)])
    }

    private static func header(_ random: inout SeededGenerator, isOdd: Bool) -> ObjectHeader {
        var header = ObjectHeader()
        header.id = TextID(raw: UInt32(random.below(1 << 31)))
        header.state = TextID(raw: UInt32(random.below(1 << 31)))
        header.serial = UInt32(random.below(1 << 32))
        header.heardAt = isOdd && random.once(in: 10) ? .none : Moment(start)
        header.newest = moment(&random, isOdd: isOdd)
        header.stint = UInt16(random.below(1 << 16))
        header.stateSince = moment(&random, isOdd: isOdd)
        header.phaseSince = moment(&random, isOdd: isOdd)
        header.createdAt = moment(&random, isOdd: isOdd)
        header.nextCheck = moment(&random, isOdd: isOdd)
        header.phase = random.one(of: Phase.allCases)
        header.lastType = random.one(of: EventType.allCases)
        header.failed = random.once(in: 2)
        header.wrong = UInt8(random.below(256))
        header.life = random.one(of: [.free, .live, .ended])
        if header.life == .ended { header.endedAt = header.newest }
        if isOdd, random.once(in: 4) { header.endedAt = moment(&random, isOdd: true) }
        return header
    }

    private static func call(_ random: inout SeededGenerator, isOdd: Bool) -> CallRecord {
        var call = CallRecord()
        call.header = header(&random, isOdd: isOdd)
        call.number = TextID(raw: UInt32(random.below(1 << 31)))
        call.name = TextID(raw: UInt32(random.below(1 << 31)))
        call.direction = TextID(raw: UInt32(random.below(1 << 31)))
        if isOdd, random.once(in: 4) { call.digits = TextID(raw: 7) }
        call.dtmfCount = UInt32(random.below(isOdd ? 300 : 256))
        call.dtmfLastAt = moment(&random, isOdd: isOdd)
        call.connectionTiedAt = moment(&random, isOdd: isOdd)
        call.seanceTiedAt = moment(&random, isOdd: isOdd)
        call.measure.rangAt = moment(&random, isOdd: isOdd)
        call.measure.talkedAt = moment(&random, isOdd: isOdd)
        call.measure.isOutgoing = random.once(in: 2)
        call.measure.hasFailed = random.once(in: 2)
        call.measure.delay = call.measure.delay(since: call.header.createdAt)
        if isOdd, random.once(in: 4) { call.measure.delay = 5 }
        return call
    }

    private static func connection(_ random: inout SeededGenerator, isOdd: Bool) -> ConnectionRecord {
        var connection = ConnectionRecord()
        connection.header = header(&random, isOdd: isOdd)
        connection.from = TextID(raw: UInt32(random.below(1 << 31)))
        connection.to = TextID(raw: UInt32(random.below(1 << 31)))
        if isOdd, random.once(in: 4) { connection.key = TextID(raw: 7) }
        connection.recordStatus = random.one(of: RecordStatus.allCases)
        connection.hasKey = random.once(in: 2)
        connection.recordStartedAt = moment(&random, isOdd: isOdd)
        connection.recordReadyAt = moment(&random, isOdd: isOdd)
        switch connection.recordStatus {
        case .none: break
        case .recording: connection.recordNewest = connection.recordStartedAt
        case .ready: connection.recordNewest = connection.recordReadyAt
        }
        if isOdd, random.once(in: 4) { connection.recordNewest = moment(&random, isOdd: true) }
        connection.liveCalls = UInt32(random.below(isOdd ? 300 : 256))
        connection.emptySince = moment(&random, isOdd: isOdd)
        connection.isCounted = random.once(in: 2)
        connection.seanceTiedAt = moment(&random, isOdd: isOdd)
        connection.measure.answeredAt = moment(&random, isOdd: isOdd)
        connection.measure.talkedUntil = moment(&random, isOdd: isOdd)
        connection.measure.firstSerial = UInt32(random.below(1 << 32))
        connection.measure.firstLinkedAt = moment(&random, isOdd: isOdd)
        connection.measure.lostCalls = isOdd ? Int32(random.below(600)) - 300 : Int32(random.below(256))
        return connection
    }

    private static func seance(_ random: inout SeededGenerator, isOdd: Bool) -> SeanceRecord {
        var seance = SeanceRecord()
        seance.header = header(&random, isOdd: isOdd)
        seance.from = TextID(raw: UInt32(random.below(1 << 31)))
        seance.to = TextID(raw: UInt32(random.below(1 << 31)))
        seance.numbers = TextLists.List(
            first: UInt32(random.below(1 << 32)), last: UInt32(random.below(1 << 32)),
            count: UInt32(random.below(isOdd ? 70_000 : 65_536)))
        seance.endedMembers = UInt32(random.below(isOdd ? 70_000 : 65_536))
        seance.failures = UInt32(random.below(isOdd ? 300 : 256))
        seance.loopedAt = moment(&random, isOdd: isOdd)
        return seance
    }

    private static func check<Record: ObjectRecord>(
        _ seed: UInt64, _ made: (inout SeededGenerator, Bool) -> Record
    ) {
        var random = SeededGenerator(seed: seed)
        var records = PackedRecords<Record>()
        defer { records.deallocate() }
        var model: [String] = []
        for _ in 0..<3000 {
            let record = made(&random, random.once(in: 3))
            if model.isEmpty || random.once(in: 3) {
                records.append(record)
                model.append("\(record)")
            } else {
                let slot = random.below(model.count)
                records[slot] = record
                model[slot] = "\(record)"
            }
            let slot = random.below(model.count)
            #expect("\(records[slot])" == model[slot])
        }
        for (slot, record) in model.enumerated() { #expect("\(records[slot])" == record) }
        // Both ways were taken; and what is ordinary leaves nothing behind of what was not.
        #expect(records.wholeCount > 10 && records.wholeCount < model.count / 2)
        for slot in model.indices { records[slot] = made(&random, false) }
        #expect(records.wholeCount == 0)
    }

    @Test(arguments: 0..<3) func aRecordIsReadAsItWasWritten(_ seed: UInt64) {
        Self.check(seed) { Self.call(&$0, isOdd: $1) }
        Self.check(seed) { Self.connection(&$0, isOdd: $1) }
        Self.check(seed) { Self.seance(&$0, isOdd: $1) }
    }

    /// What calls are in a feed as it usually comes takes no more than their bytes.
    @Test func ordinaryObjectsArePacked() throws {
        let feed = try WatchedFeed()
        for number in 0..<100 {
            let at = Int64(number) * 100
            feed.take("call_create", "id=c\(number) state=ringing dir=out", at: at)
            feed.take("connection_create", "id=k\(number)", at: at + 5)
            feed.take("connection_attach_to_seance", "id=k\(number) idseance=s\(number)", at: at + 10)
            feed.take("connection_link_call", "id=k\(number) idcall=c\(number)", at: at + 15)
            feed.take("call_set_state", "id=c\(number) state=dialog", at: at + 3000)
            feed.take("call_dtmf", "id=c\(number) digit=1", at: at + 4000)
            feed.take("connection_start_record", "id=k\(number)", at: at + 5000)
        }
        let domain = try feed.domain()
        #expect(domain.calls.wholeCount == 0 && domain.connections.wholeCount == 0 && domain.seances.wholeCount == 0)
        feed.take("call_delete", "id=c1", at: 20_000)
        feed.take("call_create", "id=d", at: 20_000)
        feed.take("call_set_state", "id=d state=ringing", at: 20_000 + 5 * 3_600_000)
        #expect(domain.calls.wholeCount == 1)
    }
}
