import CCSSimulator
import Testing

/// Without faults, a detector with default thresholds finds no anomaly in the feed, in any domain.
@Suite struct CleanFeedTests {
    private static let feed = events(SimulatorOptions(seances: 2_000, faults: false))

    private struct Subject: Hashable {
        var domain: String
        var id: String
    }

    /// How long each subject of `type` stayed in `states` without a break.
    private func stays(in states: Set<String>, of type: String, id: (ReadEvent) -> String?) -> [Int64] {
        var since: [Subject: Int64] = [:]
        var stays: [Int64] = []
        for event in Self.feed where event.type.hasPrefix(type) {
            guard let id = id(event) else { continue }
            let subject = Subject(domain: event.domain, id: id)
            let isDelete = event.type.hasSuffix("_delete")
            guard event.state != nil || isDelete else { continue }
            if let state = event.state, states.contains(state) {
                since[subject] = since[subject] ?? event.time
            } else if let start = since.removeValue(forKey: subject) {
                stays.append(event.time - start)
            }
        }
        #expect(since.isEmpty, "some never end")
        return stays
    }

    @Test func nothingRingsForHalfAMinute() {
        let ringing: Set = ["ringing", "early", "incoming", "Forking"]
        for (type, id) in [("call_", \ReadEvent.call), ("connection_", \.connection), ("seance_", \.seance)] {
            let stays = stays(in: ringing, of: type) { $0[keyPath: id] }
            #expect(stays.count > 1_000)
            #expect((stays.max() ?? 0) < 30_000)
        }
    }

    @Test func nothingIsHeldForTwoMinutes() {
        for (type, id) in [("call_", \ReadEvent.call), ("connection_", \.connection), ("seance_", \.seance)] {
            let stays = stays(in: ["hold"], of: type) { $0[keyPath: id] }
            #expect(stays.count > 200)
            #expect((stays.max() ?? 0) < 120_000)
        }
    }

    @Test func everyTalkIsRecordedAndEveryRecordFinished() {
        var talking: [Subject: Int64] = [:]
        var recorded: [Subject: Int64] = [:]
        var ended: [Subject: Int64] = [:]
        var finished: [Subject: Int64] = [:]
        for event in Self.feed {
            guard let id = event.connection else { continue }
            let subject = Subject(domain: event.domain, id: id)
            switch event.type {
            case "connection_update" where event.state == "dialog": talking[subject] = talking[subject] ?? event.time
            case "connection_start_record": recorded[subject] = event.time
            case "connection_delete": ended[subject] = event.time
            case "connection_set_record_info":
                finished[subject] = event.time
                #expect(event.text("key")?.count == 32)
            default: break
            }
        }
        #expect(talking.count > 1_000)
        for (subject, time) in talking {
            #expect((recorded[subject] ?? .max) - time < 10_000)
            #expect((finished[subject] ?? .max) - (ended[subject] ?? 0) < 60_000)
        }
    }

    @Test func nothingOutlivesItsSeanceAndNothingIsHeardOfTheDead() {
        var live: Set<Subject> = []
        var dead: Set<Subject> = []
        var seance: [Subject: Subject] = [:]
        var calls: [Subject: Set<Subject>] = [:]
        for event in Self.feed {
            func subject(_ id: String?) -> Subject? { id.map { Subject(domain: event.domain, id: $0) } }
            if event.type == "connection_failure" { continue }
            let ids = [subject(event.call), subject(event.connection), subject(event.seance)].compactMap { $0 }
            if event.type != "connection_set_record_info" {
                for id in ids { #expect(!dead.contains(id), "\(event.type) of an ended object") }
                live.formUnion(ids)
            } else {
                #expect(ids.allSatisfy(dead.contains))
            }
            if event.type.hasSuffix("attach_to_seance"), ids.count == 2 { seance[ids[0]] = ids[1] }
            if event.type == "connection_link_call", ids.count == 2 { calls[ids[1], default: []].insert(ids[0]) }
            if event.type.hasSuffix("_delete") {
                live.subtract(ids)
                dead.formUnion(ids)
            }
            if event.type == "seance_delete" {
                for id in live where ids.contains(seance[id] ?? Subject(domain: "", id: "")) {
                    Issue.record("\(id.id) outlives its seance")
                }
            }
        }
        #expect(live.isEmpty)
        #expect(dead.count > 6_000)
        #expect(calls.count > 1_500)
    }

    @Test(arguments: ["", "sales", "support", "billing"])
    func failuresStayUnderAFifthInEveryMinute(domain: String) {
        var attempts: [(time: Int64, number: String, failed: Bool)] = []
        var failures = 0
        var first = 0
        var total = 0
        for event in Self.feed where domain.isEmpty || event.domain == domain {
            let failed = event.type == "connection_failure"
            guard failed || event.type == "connection_create" else { continue }
            attempts.append((event.time, event.text(failed ? "number" : "tonumber") ?? "", failed))
            failures += failed ? 1 : 0
            total += failed ? 1 : 0
            while let oldest = attempts.dropFirst(first).first, oldest.time <= event.time - 60_000 {
                failures -= oldest.failed ? 1 : 0
                first += 1
            }
            let window = attempts[first...]
            if window.count >= 10 { #expect(failures * 5 <= window.count) }
            let ofNumber = window.filter { $0.number == attempts[attempts.count - 1].number }
            if ofNumber.count >= 10 { #expect(ofNumber.filter(\.failed).count * 5 <= ofNumber.count) }
        }
        #expect(total > 5, "there are failures all the same")
    }

    @Test func noSeanceComesBackToANumber() {
        var numbers: [Subject: [String]] = [:]
        for event in Self.feed where event.type == "seance_set_next_number" {
            numbers[Subject(domain: event.domain, id: event.seance ?? ""), default: []].append(
                event.text("number") ?? "")
        }
        for list in numbers.values { #expect(Set(list).count == list.count) }
        #expect(numbers.values.contains { $0.count > 2 })
    }
}
