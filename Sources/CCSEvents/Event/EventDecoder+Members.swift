import CSimdjson

extension EventDecoder {
    /// The value of a member of an event's `data`.
    public enum Member {
        /// A text or an integer.
        case value(FeedText)
        /// `null`, or a text that means no value.
        case noValue
        /// A value that no field can have: a list, `true`, a fraction.
        case other
    }

    /// Visits all members of the `data` of the last decoded event, also in nested objects, with dots between the names: at
    /// most four levels deep and 512 members. Path and value are valid only during `body`. It is slow: meant for
    /// `--inspect`, not for every line.
    public func forEachMember(_ body: (_ path: FeedText, _ member: Member) -> Void) {
        withoutActuallyEscaping(body) { body in
            var visit: (FeedText, Member) -> Void = body
            withUnsafeMutablePointer(to: &visit) { visit in
                ccs_members(parser, visit) { context, path, kind, value in
                    guard let visit = context?.assumingMemoryBound(to: ((FeedText, Member) -> Void).self) else {
                        return
                    }
                    switch kind {
                    case CCS_MEMBER_VALUE: visit.pointee(FeedText(path), .value(FeedText(value)))
                    case CCS_MEMBER_NO_VALUE: visit.pointee(FeedText(path), .noValue)
                    default: visit.pointee(FeedText(path), .other)
                    }
                }
            }
        }
    }
}
