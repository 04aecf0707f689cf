/// What is wrong with a pattern, and at which of its Unicode scalars.
struct PatternFault: Error {
    let message: String
    let place: Int
}

/// A regular expression as a tree.
indirect enum PatternNode {
    case empty
    case set(ScalarSet)
    /// `^`, the beginning of the text.
    case begin
    /// `$`, its end.
    case end
    case sequence([PatternNode])
    case either([PatternNode])
    /// At least `min` times; at most `max`, where there is one.
    case repeated(PatternNode, min: Int, max: Int?)

    /// Places it takes in an automaton, no more than ``PatternAutomaton/maximumSize`` + 1.
    var size: Int {
        let limit = PatternAutomaton.maximumSize + 1
        return switch self {
        case .empty: 0
        case .set, .begin, .end: 1
        case .sequence(let nodes), .either(let nodes): nodes.reduce(0) { min($0 + $1.size, limit) }
        case .repeated(let node, let least, let most): min(node.size * max(most ?? least, 1), limit)
        }
    }
}
