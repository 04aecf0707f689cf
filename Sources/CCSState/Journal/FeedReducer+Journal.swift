public import CCSEvents

/// Recording: what is read is gathered, and handed out to whoever writes.
extension FeedReducer {
    /// Gathers from now on what a recording needs.
    public mutating func startJournal() {
        journal = Journal()
        reader.keepsLines = true
    }

    /// What was gathered since the last time; nil without a recording.
    public mutating func takeJournal() -> Journal.Part? { journal?.take() }

    /// Notes that what a source sent until now is missing.
    public mutating func noteGap(source: Int, wall: Int64) { journal?.gap(source: source, at: wall) }

    /// Notes that the feed is over.
    public mutating func noteOver(wall: Int64) { journal?.over(at: wall) }

    /// Notes how the feed is, in words.
    public mutating func noteStatus(_ words: String, source: Int, wall: Int64) {
        journal?.status(words, source: source, at: wall)
    }

    /// Notes that the recording ends here.
    public mutating func closeJournal(wall: Int64) { journal?.close(at: wall) }
}

/// Replay: lines of a recording in place of those of the feed.
extension FeedReducer {
    /// Takes a line of a recording, as the run that recorded it did. Texts in the line must have ``LineFramer/padding`` readable
    /// bytes behind them.
    public mutating func replay(_ line: JournalLine, at: Int64) {
        switch line {
        case .event(let text, let source, let domain, let isDuplicate, let message):
            hear(source)
            let verdict = replay(text, domain: domain, isDuplicate: isDuplicate, arrival: at)
            if let message { counts.improve(message, to: verdict) } else { counts[verdict] += 1 }
        case .counts(let counted):
            for (verdict, count) in counted { counts.add(count, to: verdict) }
            if counted.contains(where: { $0.verdict == .otherDomain }) { facts.noteArrival(at) }
        case .sample(let verdict, let sample):
            facts.keep(sample, of: verdict)
        case .tick(let silence, let isLive):
            tick(wall: at, silence: silence, isLive: isLive)
        case .away(let loss):
            doubt(loss)
        case .back(let gap):
            doubt(gap)
        case .damaged:
            counts[.malformed] += 1
            facts.note(.malformed, nil, .notJSON)
        case .header, .gap, .over, .lost, .remark, .other:
            break
        }
    }

    /// The run that recorded ended at a wall clock time, and another one went on at a later one: between them nothing was heard of
    /// any source.
    public mutating func noteNextRun(from end: Int64, to start: Int64) {
        for source in 0..<sourceCount {
            // Feed time: as late as its events were.
            let since = end - (facts(ofSource: source).lag ?? 0)
            doubt(Gap(source: source, since: since, length: max(0, start - end), until: start))
        }
    }

    /// Takes a line of a plain feed, without its end and with ``LineFramer/padding`` readable bytes behind it. Returns the time of
    /// the event that it is, if it is one of the chosen domain.
    @discardableResult
    public mutating func replay(plain line: LineFramer.Line, at: Int64) -> Int64? {
        let before = facts.taken
        batch.restart(source: 0, arrival: at)
        reader.read(line, into: &batch)
        takeBatch()
        guard facts.taken > before else { return nil }
        return facts.lastTime
    }

    private mutating func replay(_ line: FeedText, domain: String?, isDuplicate: Bool, arrival: Int64) -> Verdict {
        reader.setFeedDomain(domain, source: 0)
        batch.restart(source: 0, arrival: arrival)
        reader.read(.line(line.bytes), into: &batch)
        var verdict = Verdict.blank
        var position = 0
        var read = LineBatch()
        swap(&read, &batch)
        _ = read.forEach(from: &position) { line, event in
            verdict = replay(line, event, isDuplicate: isDuplicate, arrival: arrival)
        }
        swap(&read, &batch)
        return verdict
    }

    private mutating func replay(
        _ line: LineBatch.Line, _ event: borrowing Event, isDuplicate: Bool, arrival: Int64
    ) -> Verdict {
        guard case .line(let outcome) = line.found else { return .oversized }
        switch outcome {
        case .event:
            let verdict = state.apply(event, digest: line.digest, arrival: arrival, isDuplicate: isDuplicate)
            // Its sample, if it has one, is in the recording.
            if verdict == .malformed {
                facts.noteArrival(arrival)
            } else {
                facts.noteTaken(eventts: event.at, arrival: arrival)
            }
            return verdict
        case .otherDomain:
            facts.noteOther(line.domain, arrival: arrival)
            return .otherDomain
        case .noDomain: return .noDomain
        case .otherClass: return .otherClass
        case .unknownType: return .unknownType
        case .control: return .control
        case .blank: return .blank
        case .malformed(let fault):
            facts.note(.malformed, line.beginning.bytes, fault)
            return .malformed
        }
    }
}
