package import CCSEvents

/// For whom a phone rings: the first caller of the seance that a ringing call belongs to.
extension Domain {
    /// The call for which another one rings: the first caller of its seance, living or kept. Nil where the call is that caller, and
    /// where somebody else may have come first.
    func caller(forRinging call: Int) -> Int? {
        guard let seance = seance(ofCall: call), seances[seance].header.life != .free,
            !seances[seance].header.isPartial, !seances[seance].header.stale.contains(.calls),
            let caller = firstCaller(of: seance), caller != call
        else { return nil }
        return caller
    }

    /// The number of the caller for whom the call of an anomaly rings; none for other anomalies, and where it is not known.
    package func caller(of anomaly: Anomaly) -> FeedText { texts.text(callerNumber(of: anomaly)) }

    /// The same as an id of a text.
    func callerNumber(of anomaly: Anomaly) -> TextID {
        guard anomaly.detector == .ringing, case .object(let key) = anomaly.subject,
            let caller = caller(forRinging: Int(key.slot))
        else { return .none }
        return calls[caller].number
    }
}
