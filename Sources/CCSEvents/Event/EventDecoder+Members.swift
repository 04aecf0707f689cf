import CSimdjson

extension EventDecoder {
    /// What a member of an event's `data` holds.
    public enum Member {
        /// A text or an integer.
        case value(FeedText)
        /// `null`, or a text that means none.
        case noValue
        /// What no field can be: a list, `true`, a fraction.
        case other
    }

    /// Shows all members of the `data` of the event decoded last, and of the objects in it with dots between their names: four
    /// deep, 512 at most. Path and value are valid until `body` returns. For whoever explores a feed, not for every line.
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
