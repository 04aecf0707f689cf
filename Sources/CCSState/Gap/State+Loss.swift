/// What the loss of a connection to a source means for alarms.
extension State {
    /// The connection was lost at a feed time, and another came in its place at a wall clock time. Cost: the alarms of all domains.
    func lose(_ stint: Stints.Number, since: Int64, until: Int64) {
        stints.lose(stint, since: since, until: until)
        for domain in domains { domain.withdrawAnomalies(of: stint, after: since) }
    }

    /// The connection was lost earlier than was known. Returns whether it was. Cost: the alarms of all domains.
    func move(lossOf stint: Stints.Number, to since: Int64) -> Bool {
        guard stints.move(lossOf: stint, to: since) else { return false }
        for domain in domains { domain.withdrawAnomalies(of: stint, after: since) }
        return true
    }
}

extension Domain {
    /// Withdraws alarms about objects of a lost connection that fired after the feed time of the loss, and after the last event of
    /// the object: they only came because nothing was heard. Cost: the alarms that last.
    fileprivate func withdrawAnomalies(of stint: Stints.Number, after lostAt: Int64) {
        guard anomalies.haveFired else { return }
        for case let anomaly? in anomalies.slots {
            guard case .object(let key) = anomaly.subject else { continue }
            let header = header(key.kind, Int(key.slot))
            guard header.stint == stint, anomaly.firedAt > max(lostAt, header.newest.orBefore) else { continue }
            anomalies.withdraw(AnomalyKey(detector: anomaly.detector, subject: anomaly.subject))
            guard let place = Detector.of(key.kind).firstIndex(of: anomaly.detector) else { continue }
            note(key.kind, Int(key.slot), header.wrong & ~(1 << UInt8(place)), header.nextCheck)
        }
    }
}
