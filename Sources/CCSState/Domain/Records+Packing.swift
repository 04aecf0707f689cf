import CCSEvents

// Where the fields of packed records stand. Sizes count: a live call has two of these or more.

extension ObjectHeader {
    /// Bytes of a packed header, with which every packed record begins, and of what it has in an annex.
    static var packedBytes: Int { 29 }
    static var annexBytes: Int { 13 }
    /// The place of the serial, and of the flags.
    static var serialOffset: Int { 6 }
    static var flagsOffset: Int { 17 }

    @inline(__always)
    init(_ bytes: inout PackedBytes) {
        id = bytes.text(0)
        state = bytes.wordText(4)
        serial = bytes.word(Self.serialOffset)
        heardAt = bytes.readBase(10)
        let status = Self.status(bytes, annex: nil)
        (life, phase, stint) = (status.life, status.phase, status.stint)
        failed = bytes.byte(Self.flagsOffset) & 1 << 5 != 0
        let more = bytes.byte(18)
        lastType = EventType(rawValue: more & 31) ?? .callCreate
        createdAt = more & 1 << 5 != 0 ? heardAt : .none
        wrong = bytes.byte(19) & 31
        newest = bytes.time(20)
        stateSince = bytes.time(23)
        phaseSince = stateSince
        nextCheck = bytes.time(26)
        // What ends has its end for its newest event, but for a delete that came late.
        endedAt = life == .ended ? newest : .none
    }

    /// Reads the status alone.
    @inline(__always)
    static func status(_ bytes: PackedBytes, annex: PackedBytes?) -> ObjectStatus {
        // Seven bits of the stint, and one of the phase.
        let (stintAndPhase, flags) = (bytes.byte(16), bytes.byte(flagsOffset))
        var status = ObjectStatus(
            life: Life(rawValue: flags & 3) ?? .free,
            phase: Phase(rawValue: (flags >> 2) & 7 | (stintAndPhase >> 7) << 3) ?? .none,
            hasState: bytes.wordText(4).isSome, isPartial: bytes.byte(18) & 1 << 5 == 0,
            serial: bytes.word(serialOffset), stint: Stints.Number(stintAndPhase & 127), stale: [])
        if let annex {
            status.serial = annex.word(0)
            status.stint = annex.half(4)
            status.isPartial = annex.time(6) == .none
            status.stale = StaleFacts(rawValue: annex.byte(12))
        }
        return status
    }

    /// Writes itself with the flags of its record, of which there may be five.
    @inline(__always)
    func pack(_ bytes: inout PackedBytes, flags: Flags) {
        bytes.set(0, text: id)
        bytes.set(4, wordText: state)
        bytes.set(Self.serialOffset, word: serial)
        bytes.setBase(10, heardAt)
        bytes.set(16, byte: UInt8(truncatingIfNeeded: stint) & 127 | (phase.rawValue >> 3) << 7)
        bytes.set(Self.flagsOffset, byte: life.rawValue | (phase.rawValue & 7) << 2 | (failed ? 1 << 5 : 0))
        let isCreated: UInt8 = createdAt == .none ? 0 : 1 << 5
        bytes.set(18, byte: lastType.rawValue | isCreated | flags.rawValue & 3 << 6)
        bytes.require(wrong < 32)
        bytes.set(19, byte: wrong | flags.rawValue << 5)
        bytes.set(20, time: newest)
        bytes.set(23, time: stateSince)
        bytes.set(26, time: nextCheck)
        bytes.require(endedAt == (life == .ended ? newest : .none))
    }

    /// Whether it has nothing for an annex.
    @inline(__always)
    var isUsual: Bool {
        phaseSince == stateSince && stint < 128 && stale.isEmpty && (createdAt == heardAt || createdAt == .none)
    }

    mutating func readAnnex(_ bytes: PackedBytes) {
        serial = bytes.word(0)
        stint = bytes.half(4)
        createdAt = bytes.time(6)
        phaseSince = bytes.time(9)
        stale = StaleFacts(rawValue: bytes.byte(12))
    }

    func packAnnex(_ bytes: inout PackedBytes) {
        bytes.set(4, half: stint)
        bytes.set(6, time: createdAt)
        bytes.set(9, time: phaseSince)
        bytes.set(12, byte: stale.rawValue)
    }

    /// Flags of a record that stand among those of its header: the upper two beside the type, the lower three beside what is wrong.
    struct Flags: OptionSet {
        let rawValue: UInt8

        static let one = Flags(rawValue: 1)
        static let two = Flags(rawValue: 2)
        static let three = Flags(rawValue: 4)
        static let four = Flags(rawValue: 1 << 6)
        static let five = Flags(rawValue: 1 << 7)

        @inline(__always)
        init(rawValue: UInt8) { self.rawValue = rawValue }

        @inline(__always)
        init(_ bytes: PackedBytes) { rawValue = bytes.byte(18) & 3 << 6 | bytes.byte(19) >> 5 }
    }
}

extension ObjectRecord {
    static var flagsOffset: Int { ObjectHeader.flagsOffset }
    static var displacedOffset: Int { ObjectHeader.serialOffset }
    @inline(__always)
    var origin: Moment { header.heardAt }
}

extension CallRecord {
    static var packedBytes: Int { 51 }
    static var annexBytes: Int { 20 }

    @inline(__always)
    init(_ bytes: PackedBytes) {
        var bytes = bytes
        header = ObjectHeader(&bytes)
        number = bytes.text(29)
        name = bytes.text(33)
        direction = bytes.wordText(37)
        measure.rangAt = bytes.time(39)
        measure.talkedAt = bytes.time(42)
        connectionTiedAt = bytes.time(45)
        connectedSince = connectionTiedAt
        seanceTiedAt = bytes.time(48)
        let flags = ObjectHeader.Flags(bytes)
        measure.isOutgoing = flags.contains(.one)
        measure.hasFailed = flags.contains(.two)
        header.isStateOlder = flags.contains(.three)
        measure.delay = measure.delay(since: header.createdAt)
    }

    @inline(__always)
    func pack(_ bytes: inout PackedBytes) {
        var flags: ObjectHeader.Flags = measure.isOutgoing ? .one : []
        if measure.hasFailed { flags.insert(.two) }
        if header.isStateOlder { flags.insert(.three) }
        header.pack(&bytes, flags: flags)
        bytes.set(29, text: number)
        bytes.set(33, text: name)
        bytes.set(37, wordText: direction)
        bytes.set(39, time: measure.rangAt)
        bytes.set(42, time: measure.talkedAt)
        bytes.set(45, time: connectionTiedAt)
        bytes.set(48, time: seanceTiedAt)
        // Digits are kept where they are revealed, which is to be rare.
        bytes.require(!digits.isSome && measure.delay == measure.delay(since: header.createdAt))
    }

    @inline(__always)
    var isUsual: Bool { header.isUsual && dtmfCount == 0 && dtmfLastAt == .none && connectedSince == connectionTiedAt }

    mutating func readAnnex(_ bytes: PackedBytes) {
        header.readAnnex(bytes)
        dtmfLastAt = bytes.time(13)
        dtmfCount = UInt32(bytes.byte(16))
        connectedSince = bytes.time(17)
        measure.delay = measure.delay(since: header.createdAt)
    }

    func packAnnex(_ bytes: inout PackedBytes) {
        header.packAnnex(&bytes)
        bytes.set(13, time: dtmfLastAt)
        bytes.set(16, small: dtmfCount)
        bytes.set(17, time: connectedSince)
    }
}

extension ConnectionRecord {
    static var packedBytes: Int { 64 }
    static var annexBytes: Int { 18 }

    @inline(__always)
    init(_ bytes: PackedBytes) {
        var bytes = bytes
        header = ObjectHeader(&bytes)
        from = bytes.text(29)
        to = bytes.text(33)
        measure.firstSerial = bytes.word(37)
        recordStartedAt = bytes.time(41)
        emptySince = bytes.time(44)
        seanceTiedAt = bytes.time(47)
        measure.answeredAt = bytes.time(50)
        measure.firstLinkedAt = bytes.time(53)
        measure.talkedUntil = bytes.time(56)
        recordReadyAt = bytes.time(59)
        liveCalls = UInt32(bytes.byte(62))
        endedCalls = UInt32(bytes.byte(63))
        let flags = ObjectHeader.Flags(bytes)
        // Only a finished recording has a key: the flag of a running one beside that of a finished one says so.
        recordStatus = flags.contains(.two) ? .ready : flags.contains(.one) ? .recording : .none
        hasKey = flags.isSuperset(of: [.one, .two])
        beganUnheard = flags.contains(.three)
        isCounted = flags.contains(.four)
        header.isStateOlder = flags.contains(.five)
        recordNewest = usualRecordNewest
    }

    @inline(__always)
    func pack(_ bytes: inout PackedBytes) {
        var flags: ObjectHeader.Flags = recordStatus == .recording ? .one : recordStatus == .ready ? .two : []
        if hasKey { flags.insert(.one) }
        if beganUnheard { flags.insert(.three) }
        if isCounted { flags.insert(.four) }
        if header.isStateOlder { flags.insert(.five) }
        header.pack(&bytes, flags: flags)
        bytes.set(29, text: from)
        bytes.set(33, text: to)
        bytes.set(37, word: measure.firstSerial)
        bytes.set(41, time: recordStartedAt)
        bytes.set(44, time: emptySince)
        bytes.set(47, time: seanceTiedAt)
        bytes.set(50, time: measure.answeredAt)
        bytes.set(53, time: measure.firstLinkedAt)
        bytes.set(56, time: measure.talkedUntil)
        bytes.set(59, time: recordReadyAt)
        bytes.set(62, small: liveCalls)
        bytes.set(63, small: endedCalls)
        // Keys too are kept only where they are revealed.
        bytes.require(!key.isSome && recordNewest == usualRecordNewest && (!hasKey || recordStatus == .ready))
    }

    @inline(__always)
    var isUsual: Bool {
        header.isUsual && measure.lostCalls == 0 && measure.firstCall == .max
    }

    mutating func readAnnex(_ bytes: PackedBytes) {
        header.readAnnex(bytes)
        measure.lostCalls = Int32(bytes.byte(13))
        measure.firstCall = bytes.word(14)
    }

    func packAnnex(_ bytes: inout PackedBytes) {
        header.packAnnex(&bytes)
        bytes.set(13, small: UInt32(bitPattern: measure.lostCalls))
        bytes.set(14, word: measure.firstCall)
    }

    /// The newest event about the record, where all came in the order of their times.
    @inline(__always)
    private var usualRecordNewest: Moment {
        switch recordStatus {
        case .none: .none
        case .recording: recordStartedAt
        case .ready: recordReadyAt
        }
    }
}

extension SeanceRecord {
    static var packedBytes: Int { 58 }
    static var annexBytes: Int { 17 }

    @inline(__always)
    init(_ bytes: PackedBytes) {
        var bytes = bytes
        header = ObjectHeader(&bytes)
        from = bytes.text(29)
        to = bytes.text(33)
        numbers = TextLists.List(word: bytes.word(37), count: UInt32(bytes.byte(41)))
        endedMembers = UInt32(bytes.byte(42))
        dialled = bytes.text(43)
        caller = (bytes.word(47), bytes.word(51))
        wait.since = bytes.time(55)
        let flags = ObjectHeader.Flags(bytes)
        header.isStateOlder = flags.contains(.one)
        wait.isUnknown = flags.contains(.two)
        wait.isBlocked = flags.contains(.three)
        beganUnheard = flags.contains(.four)
    }

    @inline(__always)
    func pack(_ bytes: inout PackedBytes) {
        var flags: ObjectHeader.Flags = header.isStateOlder ? .one : []
        if wait.isUnknown { flags.insert(.two) }
        if wait.isBlocked { flags.insert(.three) }
        if beganUnheard { flags.insert(.four) }
        header.pack(&bytes, flags: flags)
        bytes.set(29, text: from)
        bytes.set(33, text: to)
        bytes.set(37, word: numbers.word)
        bytes.set(41, small: numbers.count)
        bytes.set(42, small: endedMembers)
        bytes.set(43, text: dialled)
        bytes.set(47, word: caller.slot)
        bytes.set(51, word: caller.serial)
        bytes.set(55, time: wait.since)
    }

    @inline(__always)
    var isUsual: Bool { header.isUsual && loopedAt == .none && failures == 0 }

    mutating func readAnnex(_ bytes: PackedBytes) {
        header.readAnnex(bytes)
        loopedAt = bytes.time(13)
        failures = UInt32(bytes.byte(16))
    }

    func packAnnex(_ bytes: inout PackedBytes) {
        header.packAnnex(&bytes)
        bytes.set(13, time: loopedAt)
        bytes.set(16, small: failures)
    }
}
