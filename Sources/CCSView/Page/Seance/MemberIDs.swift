import CCSEvents
import CCSState

/// The ids of a seance and of all that is or was tied to it and is still kept: which events and failures are its own.
struct MemberIDs {
    private var calls: Set<[UInt8]> = []
    private var connections: Set<[UInt8]> = []
    private var seances: Set<[UInt8]> = []

    init(of seance: Seance) {
        seances = [Array(seance.id.bytes)]
        for connection in seance.keptConnections {
            connections.insert(Array(connection.id.bytes))
            for call in connection.keptCalls { calls.insert(Array(call.id.bytes)) }
        }
        for call in seance.keptCalls { calls.insert(Array(call.id.bytes)) }
    }

    /// Another number whenever there may be other ids, as good as surely: so they need not be gathered for every page.
    static func signature(of seance: Seance) -> UInt64 {
        var signature: UInt64 = 0
        func note(_ object: some FeedObject, _ kind: UInt64) {
            signature = (signature ^ (UInt64(object.key.serial) << 2 | kind)) &* 0x9E37_79B9_7F4A_7C15
            signature ^= signature >> 29
        }
        for connection in seance.keptConnections {
            note(connection, 1)
            for call in connection.keptCalls { note(call, 2) }
        }
        for call in seance.keptCalls { note(call, 3) }
        return signature
    }

    /// The short hashes by which a log is looked through.
    var marks: LogMarks {
        var marks = LogMarks()
        for id in [calls, connections, seances].joined() { id.withUnsafeBytes { marks.insert(FeedText($0)) } }
        return marks
    }

    /// Whether an event names one of them.
    func named(by event: borrowing Event) -> Bool {
        has(call: event.id(.call), connection: event.id(.connection), seance: event.id(.seance))
    }

    /// Whether any of three ids is among them.
    func has(call: FeedText, connection: FeedText, seance: FeedText) -> Bool {
        (!call.isEmpty && calls.contains(Array(call.bytes)))
            || (!connection.isEmpty && connections.contains(Array(connection.bytes)))
            || (!seance.isEmpty && seances.contains(Array(seance.bytes)))
    }
}
