import CCSEvents
import Testing

@testable import CCSState

@Suite struct AnomaliesInSnapshotTests {
    private func feed() throws -> WatchedFeed {
        let feed = try WatchedFeed()
        feed.take("seance_create", "id=s fromnumber=4951234567 tonumber=8005550199", at: 0)
        feed.take("seance_set_next_number", "id=s nextnumber=8005550199", at: 0)
        feed.take("connection_create", "id=k state=talk from=4951234567 to=8005550199", at: 0)
        feed.take("call_create", "id=c state=ringing number=4951234567 name=Anna-4951234567", at: 1000)
        feed.take("call_attach_to_seance", "id=c idseance=s", at: 1000)
        for number in 0..<10 {
            let data = "code=486 reason=4951234567-is-busy number=8005550199 x=\(number)"
            feed.take("connection_failure", data, at: 1500)
        }
        feed.tick(31_000)
        try feed.domain().noteFeed(silence: 29_500, now: start + 31_000)
        return feed
    }

    private func options(anomalies: Bool = false, masksNumbers: Bool = false) -> SnapshotOptions {
        var options = SnapshotOptions()
        options.anomalies = anomalies
        options.masksNumbers = masksNumbers
        return options
    }

    @Test func theyStandThereOnlyWhenAskedFor() throws {
        let feed = try feed()
        let plain = try feed.snapshot()
        let full = try feed.snapshot(options(anomalies: true))
        #expect(plain.at("domains.0.anomalies") == .missing)
        #expect(full.at("domains.0.anomalies") != .missing)
        // The rest stays the same.
        guard case .object(var members) = full.at("domains.0") else {
            Issue.record("no domain")
            return
        }
        members["anomalies"] = nil
        #expect(.object(members) == plain.at("domains.0"))
    }

    @Test func eachSaysWhatItIsAbout() throws {
        let anomalies = try feed().snapshot(options(anomalies: true)).at("domains.0.anomalies").items
        let at = { (time: Int64) in JSON.integer(start + time) }
        let failing: (JSON) -> JSON = { subject in
            [
                "detector": "failing", "severity": "high", "since": at(2000), "firedAt": at(2000), "count": 1,
                "unconfirmed": false,
                "subject": subject, "failures": 10, "attempts": 11,
            ]
        }
        let expected: [JSON] = [
            [
                "detector": "unrecorded", "severity": "high", "since": at(0), "firedAt": at(10_000), "count": 1,
                "unconfirmed": false,
                "subject": ["kind": "connection", "id": "k"],
            ],
            [
                "detector": "stale", "severity": "high", "since": at(1500), "firedAt": at(11_500), "count": 1,
                "unconfirmed": false,
                "subject": ["kind": "feed"],
            ],
            failing(["kind": "domain"]), failing(["kind": "number", "id": "8005550199"]),
            [
                "detector": "ringing", "severity": "medium", "since": at(1000), "firedAt": at(31_000), "count": 1,
                "unconfirmed": false,
                "subject": ["kind": "call", "id": "c"],
            ],
            [
                "detector": "empty", "severity": "low", "since": at(0), "firedAt": at(10_000), "count": 1,
                "unconfirmed": false,
                "subject": ["kind": "connection", "id": "k"],
            ],
        ]
        #expect(anomalies == expected)
    }

    @Test func withoutAnomaliesTheListIsEmpty() throws {
        let feed = try WatchedFeed()
        feed.take("call_create", "id=c", at: 0)
        #expect(try feed.snapshot(options(anomalies: true)).at("domains.0.anomalies") == [])
    }

    /// All texts of a value, without the names of members.
    private func texts(_ value: JSON) -> [String] {
        switch value {
        case .text(let text): [text]
        case .array(let items): items.flatMap { texts($0) }
        case .object(let members): members.values.flatMap { texts($0) }
        default: []
        }
    }

    @Test func maskedItTellsNoNumber() throws {
        let feed = try feed()
        let plain = try feed.snapshot(options(anomalies: true))
        let masked = try feed.snapshot(options(anomalies: true, masksNumbers: true))
        #expect(texts(plain).contains { $0.contains("4951234567") })
        for text in texts(masked) { #expect(!text.contains("34567") && !text.contains("50199"), "\(text)") }
        #expect(masked.at("domains.0.seances.0.from") == "******4567")
        #expect(masked.at("domains.0.seances.0.numbers") == ["******0199"])
        #expect(masked.at("domains.0.connections.0.to") == "******0199")
        #expect(masked.at("domains.0.seances.0.calls.0.name") == "Anna-******4567")
        #expect(masked.at("domains.0.failures.last.0.reason") == "******4567-is-busy")
        #expect(masked.at("domains.0.failures.last.0.number") == "******0199")
        #expect(masked.at("domains.0.failures.last.0.code") == "486")
        #expect(masked.at("domains.0.anomalies").items.contains { $0["subject"]["id"] == "******0199" })
        // Ids, states and all values that are not texts stay unmasked.
        #expect(masked.at("domains.0.live") == plain.at("domains.0.live"))
        #expect(masked.at("domains.0.connections.0.id") == "k" && masked.at("domains.0.connections.0.state") == "talk")
    }

    @Test func aLogOfMaskedLinesIsMasked() throws {
        let feed = try WatchedFeed(masksNumbers: true)
        feed.take("call_create", "id=c number=4951234567", at: 0)
        #expect(try feed.domain().logLines.allSatisfy { !$0.contains("34567\"") && $0.contains("******4567") })
        // The state itself has the complete number. It is masked where it is shown.
        #expect(try feed.snapshot().at("domains.0.calls.0.number") == "4951234567")
    }

    @Test func episodesStandThereFromBeginningToEnd() throws {
        let feed = try feed()
        feed.take("call_delete", "id=c", at: 32_000)
        var options = SnapshotOptions()
        options.episodes = true
        let all = try feed.snapshot(options)
        #expect(all.at("domains.0.anomalies") == .missing && all.at("domains.0.episodes") != .missing)
        #expect(try feed.snapshot().at("domains.0.episodes") == .missing)
        let episodes = all.at("domains.0.episodes").items
        #expect(episodes.map { $0["firedAt"] } == episodes.map { $0["firedAt"] }.sorted { $0.time < $1.time })
        let ringing = try #require(episodes.first { $0["detector"] == "ringing" })
        #expect(
            ringing == [
                "detector": "ringing", "severity": "medium", "since": .integer(start + 1000),
                "firedAt": .integer(start + 31_000), "endedAt": .integer(start + 32_000), "count": 1,
                "acknowledged": .bool(false), "unconfirmed": .bool(false), "subject": ["kind": "call", "id": "c"],
                "number": "4951234567",
            ])
        let failing = try #require(episodes.first { $0["subject"]["kind"] == "number" })
        #expect(failing["endedAt"] == .null && failing["peak"] == ["failures": 10, "attempts": 11])
        options.masksNumbers = true
        let masked = try feed.snapshot(options).at("domains.0.episodes").items
        #expect(masked.contains { $0["number"] == "******4567" })
        #expect(!String(describing: masked).contains("4951234567"))
    }

    @Test func factsSayThatTheyAre() throws {
        let feed = try WatchedFeed(only: .unfinished)
        feed.take("connection_start_record", "id=k", at: 0)
        feed.take("connection_delete", "id=k", at: 0)
        feed.tick(70_000)
        let first = try feed.snapshot(options(anomalies: true)).at("domains.0.anomalies.0")
        #expect(first["fact"] == .missing)
        feed.tick(3_600_000)
        #expect(try feed.snapshot(options(anomalies: true)).at("domains.0.anomalies.0")["fact"] == .bool(true))
    }
}

extension JSON {
    fileprivate var time: Int64 { if case .integer(let time) = self { time } else { 0 } }
}
