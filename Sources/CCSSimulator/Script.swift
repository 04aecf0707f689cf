/// One event to come, in one domain. Small, since a seance has fifty of them and an hour has a million.
struct Step: Sendable {
    /// No call, no connection.
    static let nobody = UInt8.max

    /// Milliseconds since the seance began.
    var time: Int32
    var kind: EventKind
    var state: State = .absent
    /// Which call or connection of the script it is about.
    var subject: UInt8 = 0
    /// The other end of a link, or the call whose number is told.
    var other: UInt8 = 0
    var domain: UInt16
    /// A digit, or which cause of failure.
    var detail: UInt8 = 0
}

/// Everything that is going to be heard of one seance: decided when it begins, told when its time comes.
struct Script: Sendable {
    /// The members of a call as they stand in `text`, one after the other, so that any prefix of them is one copy:
    /// the id; the number and direction; the name.
    struct Call: Sendable {
        var start: Int32
        var idEnd: Int32
        var partyEnd: Int32
        var nameEnd: Int32
        var numberStart: Int32
        var numberEnd: Int32
        /// Tells numbers apart without comparing text.
        var numberKey: UInt64
    }

    /// The members of a connection or seance: the id; from whom; to whom.
    struct Joint: Sendable {
        var start: Int32
        var idEnd: Int32
        var fromEnd: Int32
        var toEnd: Int32
        /// What opens the record of a connection.
        var recordKey: (UInt64, UInt64) = (0, 0)
    }

    /// A number that is nobody's call: a queue's.
    struct Number: Sendable {
        var start: Int32
        var end: Int32
    }

    /// `eventts` of the beginning.
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

    /// Forgets all, keeps the memory: a slot is used again and again.
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

    /// Brings the steps into the order of time; steps of the same moment stay as they were planned. They are planned
    /// almost in order, which is what an insertion sort likes.
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
