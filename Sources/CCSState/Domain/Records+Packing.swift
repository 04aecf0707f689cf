import CCSEvents

// Where the fields of packed records stand. Sizes count: a live call has two of these or more.

extension ObjectHeader {
    /// Bytes of a packed header, with which every packed record begins.
    static var packedBytes: Int { 38 }
    /// The place of the flags.
    static var flagsOffset: Int { 20 }

    @inline(__always)
    init(_ bytes: inout PackedBytes) {
        id = bytes.text(0)
        state = bytes.text(4)
        serial = bytes.word(8)
        heardAt = bytes.readBase(12)
        stint = bytes.half(18)
        let flags = UInt32(bytes.half(20))
        life = Life(rawValue: UInt8(truncatingIfNeeded: flags & 3)) ?? .free
        phase = Phase(rawValue: UInt8(truncatingIfNeeded: flags >> 2 & 7)) ?? .none
        failed = flags & 1 << 5 != 0
        lastType = EventType(rawValue: UInt8(truncatingIfNeeded: flags >> 8)) ?? .callCreate
        wrong = bytes.byte(22)
        newest = bytes.time(23)
        stateSince = bytes.time(26)
        phaseSince = bytes.time(29)
        createdAt = bytes.time(32)
        nextCheck = bytes.time(35)
        // What ends has its end for its newest event, but for a delete that came late.
        endedAt = life == .ended ? newest : .none
    }

    @inline(__always)
    func pack(_ bytes: inout PackedBytes) {
        bytes.set(0, text: id)
        bytes.set(4, text: state)
        bytes.set(8, word: serial)
        bytes.setBase(12, heardAt)
        bytes.set(18, half: stint)
        let flags = UInt16(life.rawValue) | UInt16(phase.rawValue) << 2 | (failed ? 1 << 5 : 0)
        bytes.set(20, half: flags | UInt16(lastType.rawValue) << 8)
        bytes.set(22, byte: wrong)
        bytes.set(23, time: newest)
        bytes.set(26, time: stateSince)
        bytes.set(29, time: phaseSince)
        bytes.set(32, time: createdAt)
        bytes.set(35, time: nextCheck)
        bytes.require(endedAt == (life == .ended ? newest : .none))
    }
}

extension ObjectRecord {
    static var flagsOffset: Int { ObjectHeader.flagsOffset }
}

extension CallRecord {
    static var packedBytes: Int { 67 }

    @inline(__always)
    init(_ bytes: PackedBytes) {
        var bytes = bytes
        header = ObjectHeader(&bytes)
        number = bytes.text(38)
        name = bytes.text(42)
        direction = bytes.text(46)
        measure.rangAt = bytes.time(50)
        measure.talkedAt = bytes.time(53)
        dtmfLastAt = bytes.time(56)
        connectionTiedAt = bytes.time(59)
        seanceTiedAt = bytes.time(62)
        dtmfCount = UInt32(bytes.byte(65))
        let flags = bytes.byte(66)
        measure.isOutgoing = flags & 1 != 0
        measure.hasFailed = flags & 2 != 0
        measure.delay = measure.delay(since: header.createdAt)
    }

    @inline(__always)
    func pack(_ bytes: inout PackedBytes) {
        header.pack(&bytes)
        bytes.set(38, text: number)
        bytes.set(42, text: name)
        bytes.set(46, text: direction)
        bytes.set(50, time: measure.rangAt)
        bytes.set(53, time: measure.talkedAt)
        bytes.set(56, time: dtmfLastAt)
        bytes.set(59, time: connectionTiedAt)
        bytes.set(62, time: seanceTiedAt)
        bytes.set(65, small: dtmfCount)
        bytes.set(66, byte: (measure.isOutgoing ? 1 : 0) | (measure.hasFailed ? 2 : 0))
        // Digits are kept where they are revealed, which is to be rare.
        bytes.require(!digits.isSome && measure.delay == measure.delay(since: header.createdAt))
    }
}

extension ConnectionRecord {
    static var packedBytes: Int { 74 }

    @inline(__always)
    init(_ bytes: PackedBytes) {
        var bytes = bytes
        header = ObjectHeader(&bytes)
        from = bytes.text(38)
        to = bytes.text(42)
        measure.firstSerial = bytes.word(46)
        recordStartedAt = bytes.time(50)
        recordReadyAt = bytes.time(53)
        emptySince = bytes.time(56)
        seanceTiedAt = bytes.time(59)
        measure.answeredAt = bytes.time(62)
        measure.talkedUntil = bytes.time(65)
        measure.firstLinkedAt = bytes.time(68)
        let flags = bytes.byte(71)
        recordStatus = RecordStatus(packed: flags & 3)
        hasKey = flags & 4 != 0
        isCounted = flags & 8 != 0
        liveCalls = UInt32(bytes.byte(72))
        measure.lostCalls = Int32(bytes.byte(73))
        recordNewest = usualRecordNewest
    }

    @inline(__always)
    func pack(_ bytes: inout PackedBytes) {
        header.pack(&bytes)
        bytes.set(38, text: from)
        bytes.set(42, text: to)
        bytes.set(46, word: measure.firstSerial)
        bytes.set(50, time: recordStartedAt)
        bytes.set(53, time: recordReadyAt)
        bytes.set(56, time: emptySince)
        bytes.set(59, time: seanceTiedAt)
        bytes.set(62, time: measure.answeredAt)
        bytes.set(65, time: measure.talkedUntil)
        bytes.set(68, time: measure.firstLinkedAt)
        bytes.set(71, byte: recordStatus.packed | (hasKey ? 4 : 0) | (isCounted ? 8 : 0))
        bytes.set(72, small: liveCalls)
        bytes.set(73, small: UInt32(bitPattern: measure.lostCalls))
        // Keys too are kept only where they are revealed.
        bytes.require(!key.isSome && recordNewest == usualRecordNewest)
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

extension RecordStatus {
    @inline(__always)
    fileprivate init(packed: UInt8) { self = packed == 0 ? .none : packed == 1 ? .recording : .ready }

    @inline(__always)
    fileprivate var packed: UInt8 {
        switch self {
        case .none: 0
        case .recording: 1
        case .ready: 2
        }
    }
}

extension SeanceRecord {
    static var packedBytes: Int { 62 }

    @inline(__always)
    init(_ bytes: PackedBytes) {
        var bytes = bytes
        header = ObjectHeader(&bytes)
        from = bytes.text(38)
        to = bytes.text(42)
        numbers = TextLists.List(first: bytes.word(46), last: bytes.word(50), count: UInt32(bytes.half(54)))
        loopedAt = bytes.time(56)
        failures = UInt32(bytes.byte(59))
        endedMembers = UInt32(bytes.half(60))
    }

    @inline(__always)
    func pack(_ bytes: inout PackedBytes) {
        header.pack(&bytes)
        bytes.set(38, text: from)
        bytes.set(42, text: to)
        bytes.set(46, word: numbers.first)
        bytes.set(50, word: numbers.last)
        bytes.set(54, half: UInt16(truncatingIfNeeded: numbers.count))
        bytes.set(56, time: loopedAt)
        bytes.set(59, small: failures)
        bytes.set(60, half: UInt16(truncatingIfNeeded: endedMembers))
        bytes.require(max(numbers.count, endedMembers) <= UInt16.max)
    }
}
