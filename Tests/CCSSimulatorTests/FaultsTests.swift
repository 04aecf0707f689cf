import CCSSimulator
import Testing

/// The feed has the conditions of each detector.
@Suite struct FaultsTests {
    private static let feed = events(SimulatorOptions(seances: 2_000))

    private func ids(_ type: String, _ id: KeyPath<ReadEvent, String?>) -> Set<String> {
        Set(Self.feed.filter { $0.type == type }.compactMap { $0[keyPath: id] })
    }

    @Test func someAreStuckForEver() {
        let deletedSeances = ids("seance_delete", \.seance)
        #expect(ids("call_create", \.call).subtracting(ids("call_delete", \.call)).count > 10)
        #expect(!ids("connection_create", \.connection).subtracting(ids("connection_delete", \.connection)).isEmpty)
        #expect(!ids("seance_create", \.seance).subtracting(deletedSeances).isEmpty)
        var ended: [String: Int64] = [:]
        var seance: [String: String] = [:]
        var outliving = 0
        for event in Self.feed {
            if event.type == "call_attach_to_seance" { seance[event.call ?? ""] = event.seance }
            if event.type == "seance_delete" { ended[event.seance ?? ""] = event.time }
            if event.type == "call_delete", let end = ended[seance[event.call ?? ""] ?? ""], event.time - end > 10_000 {
                outliving += 1
            }
        }
        #expect(outliving > 5)
    }

    @Test func someTalksAreNotRecordedAndSomeRecordsNeverFinish() {
        let talking = Set(
            Self.feed.filter { $0.type == "connection_update" && $0.state == "dialog" }.compactMap(\.connection))
        let recorded = ids("connection_start_record", \.connection)
        #expect(talking.subtracting(recorded).count > 20)
        #expect(recorded.subtracting(ids("connection_set_record_info", \.connection)).count > 20)
    }

    @Test func someNumbersFailMuchMoreThanOthers() {
        var ofNumber: [String: Int] = [:]
        var codes: Set<String> = []
        for event in Self.feed where event.type == "connection_failure" {
            ofNumber[event.text("number") ?? "", default: 0] += 1
            codes.insert(event.text("code") ?? "")
            #expect(event.text("reason") != nil)
        }
        #expect(codes.isSuperset(of: ["486", "480", "404", "408", "503", "603"]))
        #expect((3...5).contains(ofNumber.values.filter { $0 >= 20 }.count))
        #expect(ofNumber.values.filter { $0 < 5 }.count > 50)
    }

    @Test func someSeancesComeBackToANumber() {
        var numbers: [String: [String]] = [:]
        for event in Self.feed where event.type == "seance_set_next_number" {
            numbers[event.domain + (event.seance ?? ""), default: []].append(event.text("number") ?? "")
        }
        #expect(numbers.values.contains { Set($0).count < $0.count })
    }
}
