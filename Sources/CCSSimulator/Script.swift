/// One future event in one domain. It is small, because a seance has fifty of them and an hour has a million.
struct Step: Sendable {
    /// No call, no connection.
    static let nobody = UInt8.max

    /// Milliseconds since the seance began.
    var time: Int32
    var kind: EventKind
    var state: State = .absent
    /// The index of its call or connection in the script.
    var subject: UInt8 = 0
    /// The other end of a link, or the call whose number is written.
    var other: UInt8 = 0
    var domain: UInt16
    /// A digit, or the cause of a failure.
    var detail: UInt8 = 0
}

/// All events of one seance: planned when it begins, written when they are due.
struct Script: Sendable {
    /// The JSON members of a call in `text`, in sequence, so that any prefix of them is one copy: the id, then the number
    /// and direction, then the name.
    struct Call: Sendable {
        var start: Int32
        var idEnd: Int32
        var partyEnd: Int32
        var nameEnd: Int32
        var numberStart: Int32
        var numberEnd: Int32
        /// Compares numbers without comparing text.
        var numberKey: UInt64
    }

    /// The JSON members of a connection or seance: the id, the caller, the called number.
    struct Joint: Sendable {
        var start: Int32
        var idEnd: Int32
        var fromEnd: Int32
        var toEnd: Int32
        /// The key of a connection's recording.
        var recordKey: (UInt64, UInt64) = (0, 0)
    }

    /// A number that belongs to no call, such as a queue's.
    struct Number: Sendable {
        var start: Int32
        var end: Int32
    }

    /// The `eventts` of its beginning.
    var birth: Int64 = 0
    var cursor = 0
    var steps: [Step] = []
    var text: [UInt8] = []
    var seance = Joint(start: 0, idEnd: 0, fromEnd: 0, toEnd: 0)
    var calls: [Call] = []
    var connections: [Joint] = []
    var numbers: [Number] = []
    /// The faults of the seance, if they are listed.
    var faults: [Fault] = []

    /// Empties the script but keeps its memory, because slots are used again and again.
    mutating func reset(birth: Int64) {
        self.birth = birth
        cursor = 0
        steps.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        calls.removeAll(keepingCapacity: true)
        connections.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
    }

    /// Sorts the steps by time, stably. They are planned almost in order, so an insertion sort is fast.
    mutating func sort() {
        steps.withUnsafeMutableBufferPointer { steps in
            guard steps.count > 1 else { return }
            for index in 1..<steps.count {
                let step = steps[index]
                var place = index
                while place > 0, steps[place - 1].time > step.time {
                    steps[place] = steps[place - 1]
                    place -= 1
                }
                steps[place] = step
            }
        }
    }
}
