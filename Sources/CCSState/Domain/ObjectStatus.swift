/// The part of a record that events read of objects that they do not name, such as the caller of a seance and the other calls of a
/// connection. ``PackedRecords/status(_:)`` reads it without unpacking the record.
struct ObjectStatus: Equatable {
    var life: ObjectHeader.Life
    var phase: Phase
    /// Whether a state was heard.
    var hasState: Bool
    /// Whether no create was heard.
    var isPartial: Bool
    var serial: UInt32
    var stint: Stints.Number
    var stale: StaleFacts
}

extension ObjectHeader {
    @inline(__always)
    var status: ObjectStatus {
        ObjectStatus(
            life: life, phase: phase, hasState: state.isSome, isPartial: isPartial, serial: serial, stint: stint,
            stale: stale)
    }
}

extension ObjectRecord {
    @inline(__always)
    var status: ObjectStatus { header.status }

    @inline(__always)
    static func status(_ bytes: PackedBytes, annex: PackedBytes?) -> ObjectStatus {
        ObjectHeader.status(bytes, annex: annex)
    }
}
