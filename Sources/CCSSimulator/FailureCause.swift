/// The SIP code and reason of a failed call.
struct FailureCause: Sendable {
    /// The JSON members as they are written.
    let members: StaticString
    let weight: Int

    static let all: [FailureCause] = [
        FailureCause(members: #""code":486,"reason":"Busy Here""#, weight: 32),
        FailureCause(members: #""code":480,"reason":"Temporarily Unavailable""#, weight: 22),
        FailureCause(members: #""code":404,"reason":"Not Found""#, weight: 12),
        FailureCause(members: #""code":408,"reason":"Request Timeout""#, weight: 12),
        FailureCause(members: #""code":603,"reason":"Decline""#, weight: 9),
        FailureCause(members: #""code":503,"reason":"Service Unavailable""#, weight: 7),
        FailureCause(members: #""code":"487","reason":"Request Terminated""#, weight: 3),
        FailureCause(members: #""code":500,"reason":"Server Internal Error""#, weight: 2),
        FailureCause(members: #""code":"Q.850:38","reason":"Network out of order""#, weight: 1),
    ]

    static let busy: UInt8 = 0
    static let unavailable: UInt8 = 1
    static let serviceUnavailable: UInt8 = 5

    static func pick(_ random: inout Random) -> UInt8 {
        var rest = random.below(100)
        for (index, cause) in all.enumerated() {
            rest -= cause.weight
            if rest < 0 { return UInt8(index) }
        }
        return busy
    }
}
