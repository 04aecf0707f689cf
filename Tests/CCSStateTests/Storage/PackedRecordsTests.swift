import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// Records are read as they were written, packed or whole.
@Suite struct PackedRecordsTests {
    private static let start: Int64 = 1_732_320_000_000

    /// The kind of record: usual, with an annex, or with any values that a feed can send.
    private enum Kind: CaseIterable {
        case usual, annexed, odd
    }

    /// Usual moments, and extreme ones: none, long before, years after.
    private static func moment(_ random: inout SeededGenerator, _ kind: Kind) -> Moment {
        if random.once(in: 4) { return .none }
        guard kind == .odd, random.once(in: 4) else { return Moment(start + Int64(random.below(16_000_000))) }
        return Moment(random.one(of: farAway))
    }

    /// Around the limits of three bytes, 25 days away, and the extremes of a feed.
    private static let farAway: [Int64] = [
        0, 1, start - 65_536, start - 65_537, start + 16_711_678, start + 16_711_679, start - 25 * 86_400_000,
        start + 25 * 86_400_000, 253_402_300_799_999, Moment.latest,
    ]

    private static func word(_ random: inout SeededGenerator, _ kind: Kind) -> TextID {
        TextID(raw: UInt32(random.below(kind == .odd && random.once(in: 4) ? 1 << 31 : 1 << 16)))
    }

    private static func header(_ random: inout SeededGenerator, _ kind: Kind) -> ObjectHeader {
        var header = ObjectHeader()
        header.id = TextID(raw: UInt32(random.below(1 << 31)))
        header.state = word(&random, kind)
        header.serial = UInt32(random.below(1 << 32))
        header.heardAt = kind == .odd && random.once(in: 10) ? .none : Moment(start)
        header.newest = moment(&random, kind)
        header.stint = UInt16(random.below(kind == .usual ? 128 : 1 << 16))
        header.isStateOlder = random.once(in: 2)
        if kind != .usual { header.stale = StaleFacts(rawValue: UInt8(random.below(32))) }
        header.stateSince = moment(&random, kind)
        header.phaseSince = kind == .usual ? header.stateSince : moment(&random, kind)
        header.createdAt = kind == .usual ? random.one(of: [.none, header.heardAt]) : moment(&random, kind)
        header.nextCheck = moment(&random, kind)
        header.phase = random.one(of: Phase.allCases)
        header.lastType = random.one(of: EventType.allCases)
        header.failed = random.once(in: 2)
        header.wrong = UInt8(random.below(kind == .odd ? 256 : 32))
        header.life = random.one(of: [.free, .live, .ended])
        if header.life == .ended { header.endedAt = header.newest }
        if kind == .odd, random.once(in: 4) { header.endedAt = moment(&random, .odd) }
        return header
    }

    private static func call(_ random: inout SeededGenerator, _ kind: Kind) -> CallRecord {
        var call = CallRecord()
        call.header = header(&random, kind)
        call.number = TextID(raw: UInt32(random.below(1 << 31)))
        call.name = TextID(raw: UInt32(random.below(1 << 31)))
        call.direction = word(&random, kind)
        if kind == .odd, random.once(in: 4) { call.digits = TextID(raw: 7) }
        if kind != .usual {
            call.dtmfCount = UInt32(random.below(kind == .odd ? 300 : 256))
            call.dtmfLastAt = moment(&random, kind)
        }
        call.connectionTiedAt = moment(&random, kind)
        call.connectedSince = kind == .usual ? call.connectionTiedAt : moment(&random, kind)
        call.seanceTiedAt = moment(&random, kind)
        call.measure.rangAt = moment(&random, kind)
        call.measure.talkedAt = moment(&random, kind)
        call.measure.isOutgoing = random.once(in: 2)
        call.measure.hasFailed = random.once(in: 2)
        call.measure.delay = call.measure.delay(since: call.header.createdAt)
        if kind == .odd, random.once(in: 4) { call.measure.delay = 5 }
        return call
    }

    private static func connection(_ random: inout SeededGenerator, _ kind: Kind) -> ConnectionRecord {
        var connection = ConnectionRecord()
        connection.header = header(&random, kind)
        connection.from = TextID(raw: UInt32(random.below(1 << 31)))
        connection.to = TextID(raw: UInt32(random.below(1 << 31)))
        if kind == .odd, random.once(in: 4) { connection.key = TextID(raw: 7) }
        connection.recordStatus = random.one(of: RecordStatus.allCases)
        connection.hasKey = connection.recordStatus == .ready && random.once(in: 2)
        connection.beganUnheard = random.once(in: 2)
        connection.recordStartedAt = moment(&random, kind)
        connection.recordReadyAt = moment(&random, kind)
        switch connection.recordStatus {
        case .none: break
        case .recording: connection.recordNewest = connection.recordStartedAt
        case .ready: connection.recordNewest = connection.recordReadyAt
        }
        if kind == .odd, random.once(in: 4) { connection.recordNewest = moment(&random, .odd) }
        connection.liveCalls = UInt32(random.below(kind == .odd ? 300 : 256))
        connection.endedCalls = UInt32(random.below(kind == .odd ? 300 : 256))
        connection.emptySince = moment(&random, kind)
        connection.isCounted = random.once(in: 2)
        connection.seanceTiedAt = moment(&random, kind)
        connection.measure.answeredAt = moment(&random, kind)
        connection.measure.talkedUntil = moment(&random, kind)
        if kind != .usual { connection.measure.firstCall = UInt32(random.below(1 << 32)) }
        connection.measure.firstSerial = UInt32(random.below(1 << 32))
        connection.measure.firstLinkedAt = moment(&random, kind)
        if kind != .usual {
            connection.measure.lostCalls = kind == .odd ? Int32(random.below(600)) - 300 : Int32(random.below(256))
        }
        return connection
    }

    private static func seance(_ random: inout SeededGenerator, _ kind: Kind) -> SeanceRecord {
        var seance = SeanceRecord()
        seance.header = header(&random, kind)
        seance.from = TextID(raw: UInt32(random.below(1 << 31)))
        seance.to = TextID(raw: UInt32(random.below(1 << 31)))
        seance.numbers = TextLists.List(
            word: UInt32(random.below(1 << 32)), count: UInt32(random.below(kind == .odd ? 300 : 256)))
        seance.endedMembers = UInt32(random.below(kind == .odd ? 70_000 : 256))
        seance.dialled = TextID(raw: UInt32(random.below(1 << 31)))
        seance.caller = (UInt32(random.below(1 << 32)), UInt32(random.below(1 << 32)))
        seance.wait.since = moment(&random, kind)
        seance.wait.isUnknown = random.once(in: 2)
        seance.wait.isBlocked = random.once(in: 2)
        guard kind != .usual else { return seance }
        seance.failures = UInt32(random.below(kind == .odd ? 300 : 256))
        seance.loopedAt = moment(&random, kind)
        return seance
    }

    private static func check<Record: ObjectRecord>(
        _ seed: UInt64, _ made: (inout SeededGenerator, Kind) -> Record
    ) throws {
        var random = SeededGenerator(seed: seed)
        var records = PackedRecords<Record>()
        defer { records.deallocate() }
        var model: [Record] = []
        for step in 0..<3000 {
            if step % 50 == 0 { try records.checkInvariants() }
            let kind = random.one(of: Kind.allCases)
            let record = made(&random, kind)
            if model.isEmpty || random.once(in: 3) {
                records.append(record)
                model.append(record)
            } else if random.once(in: 2) {
                let slot = random.below(model.count)
                records[slot] = record
                model[slot] = record
            } else {
                // Changes several records in turn, as events do, and reads others in between.
                for _ in 0..<4 {
                    let (slot, other) = (random.below(model.count), random.below(model.count))
                    (records[slot].header.stateSince, model[slot].header.stateSince) = (
                        record.header.stateSince, record.header.stateSince
                    )
                    #expect("\(records[other])" == "\(model[other])")
                    records[slot].header.wrong ^= 1
                    model[slot].header.wrong ^= 1
                }
            }
            let (slot, other) = (random.below(model.count), random.below(model.count))
            #expect("\(records[slot])" == "\(model[slot])")
            #expect(records.status(other) == model[other].header.status)
        }
        for (slot, record) in model.enumerated() { #expect("\(records[slot])" == "\(record)") }
        records.putBack()
        // All forms were used.
        #expect(records.wholeCount > 10 && records.annexCount > 10)
        #expect(records.wholeCount + records.annexCount < model.count)
        // A usual record leaves no trace of an unusual one before it.
        for slot in model.indices { records[slot] = made(&random, .annexed) }
        records.putBack()
        #expect(records.wholeCount == 0 && records.annexCount <= model.count)
        for slot in model.indices { records[slot] = made(&random, .usual) }
        records.putBack()
        #expect(records.wholeCount == 0 && records.annexCount == 0)
        try records.checkInvariants()
    }

    @Test(arguments: 0..<3) func aRecordIsReadAsItWasWritten(_ seed: UInt64) throws {
        try Self.check(seed) { Self.call(&$0, $1) }
        try Self.check(seed) { Self.connection(&$0, $1) }
        try Self.check(seed) { Self.seance(&$0, $1) }
    }

    /// An object without an event has no first time to count from.
    @Test(arguments: [0, 1, 65_535, 16_000_000, 253_402_300_799_999] as [Int64])
    func timesNeedNoOrigin(_ at: Int64) {
        var records = PackedRecords<CallRecord>()
        defer { records.deallocate() }
        var record = CallRecord()
        (record.header.newest, record.header.stateSince, record.header.phaseSince) = (Moment(at), .none, Moment(at))
        record.dtmfLastAt = Moment(at)
        records.append(record)
        #expect("\(records[0])" == "\(record)")
    }

    /// A feed may report that an object began in 1970 and ends in the year 9999, and send any number of signals. All values
    /// are kept exactly.
    @Test func anyTimesAndCountsAreKept() throws {
        let feed = try WatchedFeed()
        let (first, last): (Int64, Int64) = (0, 253_402_300_799_999)
        // The feed's clock is at the last possible time, so no time is ahead of it.
        for number in 0..<4 { feed.take("connection_failure", "n=\(number)", at: last - Self.start) }
        let times = [first, last, Self.start + 25 * 86_400_000, Self.start]
        for (number, at) in times.enumerated() {
            feed.take("call_create", "id=c\(number) state=ringing dir=out", at: at - Self.start)
            for other in times {
                feed.take("call_set_state", "id=c\(number) state=dialog", at: other - Self.start)
                feed.take("connection_link_call", "id=k\(number) idcall=c\(number)", at: other - Self.start)
            }
            for signal in 0..<300 {
                feed.take("call_dtmf", "id=c\(number) n=\(signal)", at: times[signal % times.count] - Self.start)
            }
        }
        let domain = try feed.domain()
        for (slot, at) in times.enumerated() {
            let call = domain.calls[slot]
            #expect(call.header.heardAt == Moment(at) && call.header.createdAt == Moment(at))
            #expect(call.header.newest == Moment(last))
            #expect(call.dtmfCount == 300 && call.dtmfLastAt == Moment(last))
            #expect(call.measure.talkedAt == Moment(first) && call.connectionTiedAt == Moment(last))
        }
    }

    /// The calls of a usual feed take only their packed bytes.
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
        // The last changed record is packed when another one changes.
        feed.take("call_create", "id=e", at: 20_000 + 5 * 3_600_000)
        #expect(domain.calls.wholeCount == 1)
    }
}
