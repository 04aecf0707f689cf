import CCSEvents
import Testing

@testable import CCSView

@Suite struct KeyTableTests {
    private let table = KeyTable.standard

    @Test func noKeyStandsTwiceInAMode() {
        for (mode, name) in KeyModes.names {
            var owners: [Key: Command] = [:]
            for entry in table.entries where entry.modes.contains(mode) {
                for key in entry.keys {
                    #expect(owners[key] == nil, "\(key.name) in \(name)")
                    owners[key] = entry.command
                }
            }
        }
    }

    @Test func everyCommandStandsThereOnceWithAKeyAndAMode() {
        #expect(table.entries.map(\.command.rawValue).sorted() == Command.allCases.map(\.rawValue).sorted())
        for entry in table.entries {
            #expect(!entry.keys.isEmpty && entry.modes != [] && !entry.help.isEmpty, "\(entry.command)")
        }
    }

    @Test func helpAndListingNameEveryCommandWithItsKeys() {
        let interface = Interface(domain: "sales", onlyDomain: false, pane: .calls)
        let help = HelpText(interface, columns: []).lines(width: 200).map { $0.map(\.text).joined().string }
        let listing = table.listing.split(separator: "\n")
        #expect(listing.count == Command.allCases.count)
        for entry in table.entries {
            #expect(help.contains { $0.contains(entry.keyNames) && $0.contains(entry.help) }, "\(entry.command)")
            #expect(
                listing.contains { $0.hasPrefix(entry.command.rawValue + " ") && $0.contains(entry.help) },
                "\(entry.command)")
        }
    }

    @Test func aChangedTableChangesKeysFooterAndHelp() throws {
        var entries = table.entries
        let place = try #require(entries.firstIndex { $0.command == .pause })
        entries[place].keys = [.function(12)]
        let changed = KeyTable(entries)
        #expect(changed.entry(for: .character("p"), in: .pane) == nil)
        #expect(changed.entry(for: .function(12), in: .pane)?.command == .pause)
        #expect(changed.footer(in: .pane).contains { $0.footerKey == .function(12) })
    }

    @Test func theFooterKeepsWhatMattersMost() {
        for width in 0...120 {
            let commands = FooterLine(table, mode: .pane, width: width).entries.map(\.command)
            if width >= 7 { #expect(commands.contains(.help)) }
            if width >= 16 { #expect(commands.contains(.quit)) }
            let text = commands.compactMap { table.entry(of: $0) }.map { "\($0.footerKey?.name ?? "") \($0.title)" }
            #expect(text.joined(separator: " ").count <= width)
        }
    }
}
