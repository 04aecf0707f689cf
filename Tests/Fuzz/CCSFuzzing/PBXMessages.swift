import CCSPBX

/// Messages of an Asterisk.
func fuzzAMI(_ bytes: UnsafeRawBufferPointer) throws { try fuzzPBX(bytes, .asterisk) }

/// Frames of a FreeSWITCH.
func fuzzESL(_ bytes: UnsafeRawBufferPointer) throws { try fuzzPBX(bytes, .freeSWITCH) }

/// Messages of a PBX, translated: the graph stays sound, and the size of the pieces changes nothing.
private func fuzzPBX(_ bytes: UnsafeRawBufferPointer, _ kind: PBXReader.Kind) throws {
    let whole = try translate(bytes, kind, piece: max(1, bytes.count))
    let pieces = try translate(bytes, kind, piece: 7)
    try require(whole == pieces, "pieces of 7 bytes give other events")
}

private func translate(
    _ bytes: UnsafeRawBufferPointer, _ kind: PBXReader.Kind, piece: Int
) throws(Violation) -> [PBXEvent] {
    let reader = PBXReader(kind)
    var events: [PBXEvent] = []
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + piece)
        reader.take(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), arrivedAt: nil) { events += $1 }
        start = end
    }
    let rest = reader.finish(arrivedAt: nil) { events += $1 }
    let faults = reader.translator.checkInvariants()
    try require(faults.isEmpty, "\(faults)")
    return events + rest
}
