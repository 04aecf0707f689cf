import CCSEvents
import CCSFeed
import CCSState
import CCSView

extension SourceStanding {
    /// The remarks about its connection in the pane Feed.
    var remarks: [SourceLine.Remark] {
        guard source.isConnected else { return [] }
        var remarks: [SourceLine.Remark] = []
        if let trust = source.trust {
            remarks.append(SourceLine.Remark("security", trust.words, isWarning: trust.alert != nil))
        }
        let facts = source.facts()
        if let facts {
            remarks.append(
                SourceLine.Remark(
                    "connections", losses == 0 ? "\(facts.connections)" : "\(facts.connections), lost \(losses)"))
        }
        remarks += source.remarks()
        if let trouble {
            let said = DisplayText(sanitizing: [trouble, advice].compactMap { $0 }.joined(separator: "; ")).string
            remarks.append(SourceLine.Remark("trouble", said, isWarning: true))
        }
        if let facts { remarks += Self.remarks(on: facts) }
        if let greeting { remarks += Self.remarks(on: greeting.said, ahead: greeting.ahead) }
        return remarks
    }

    private static func remarks(on facts: ConnectionFacts) -> [SourceLine.Remark] {
        var remarks: [SourceLine.Remark] = []
        if let words = facts.subscription.words {
            remarks.append(
                SourceLine.Remark("subscription", words, isWarning: facts.subscription == .refused))
        }
        if facts.answersDropped > 0 {
            remarks.append(
                SourceLine.Remark(
                    "answers not sent", "\(facts.answersDropped): the feed does not read them, or its qid is too long",
                    isWarning: true))
        }
        return remarks
    }

    private static func remarks(on greeting: FeedGreeting, ahead: Int64?) -> [SourceLine.Remark] {
        var remarks: [SourceLine.Remark] = []
        if let domain = greeting.domain {
            remarks.append(SourceLine.Remark("its domain", DisplayText(sanitizing: domain, limit: 256).string))
        }
        if let ahead {
            let seconds = Double(ahead) / 1000
            let isOff = abs(ahead) > 5000
            let words =
                isOff ? "\(abs(seconds)) s \(ahead > 0 ? "ahead of" : "behind") this machine's" : "as this machine's"
            remarks.append(SourceLine.Remark("its clock", words, isWarning: isOff))
        }
        if greeting.maySubscribe == false {
            remarks.append(
                SourceLine.Remark("the token", "has no right to subscribe (capability subscr)", isWarning: true))
        }
        return remarks
    }
}

extension ConnectionFacts.Subscription {
    fileprivate var words: String? {
        switch self {
        case .none: nil
        case .asked: "asked for, not answered"
        case .accepted: "accepted"
        case .refused: "refused"
        }
    }
}
