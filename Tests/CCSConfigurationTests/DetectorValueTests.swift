import CCSState
import CCSView
import Testing

@testable import CCSConfiguration

/// Detectors that have a filter.
struct DetectorValueTests {
    private func read(_ text: String) throws -> Configuration { try Configuration(parsing: text, file: "c.toml") }

    @Test func bothAreSet() throws {
        let detectors = try read(
            """
            [detectors]
            ringing = { after = "45s", filter = "dir=in and not number~^7495" }
            [detectors.held]
            filter = 'name="a b"'
            """
        ).detectors
        #expect(detectors[.ringing] == 45_000)
        #expect(detectors.filters[.ringing]?.text == "dir=in and not number~^7495")
        #expect(detectors[.held] == 120_000)
        #expect(detectors.filters[.held]?.text == "name=\"a b\"")
        #expect(detectors.filters.count == 2)
    }

    @Test func aDomainKeepsWhatItDoesNotChange() throws {
        let detectors = try read(
            """
            [detectors]
            ringing = { after = "45s", filter = "dir=in" }
            [domains.support.detectors]
            ringing = "90s"
            [domains.billing.detectors]
            ringing = { filter = false }
            [domains.sales.detectors]
            ringing = { filter = "dir=out" }
            held = { after = false }
            """
        ).detectors
        #expect(detectors.of(domain: "support")[.ringing] == 90_000)
        #expect(detectors.of(domain: "support").filters[.ringing]?.text == "dir=in")
        #expect(detectors.of(domain: "billing")[.ringing] == 45_000)
        #expect(detectors.of(domain: "billing").filters[.ringing] == nil)
        #expect(detectors.of(domain: "sales").filters[.ringing]?.text == "dir=out")
        #expect(detectors.of(domain: "sales")[.held] == nil)
    }

    @Test(arguments: [
        "[detectors]\nringing = { after = \"45s\", filter = \"dir=in and number~\\\"^7 (495)\\\"\" }",
        "[detectors]\nheld = { after = false, filter = \"dir=in\" }",
        "[domains.support.detectors]\nringing = { filter = \"number~\\\\d\" }",
        "[detectors]\nringing = { filter = \"dir=in\" }\n[domains.support.detectors]\nringing = { filter = false }",
    ]) func printedFiltersReadBack(_ text: String) throws {
        let configuration = try read(text)
        #expect(try read(configuration.reference) == configuration)
    }

    @Test func printedSettingsShowTheFilter() throws {
        let text = try read("detectors.ringing = { filter = \"dir=in\" }").reference
        #expect(
            text.contains(
                "\n# Changed; by default it is \"30s\".\nringing = { after = \"30s\", filter = \"dir=in\" }\n"))
    }

    /// The message has the position in the file, and under it the position in the expression.
    @Test(arguments: [
        (
            "[detectors]\nheld = \"5m\"\nringing = { after = \"30s\", filter = \"dir=in and nubmer~^7\" }",
            """
            3: detectors.ringing.filter: is not a filter for ringing
                dir=in and nubmer~^7
                           ^~~~~~ no field 'nubmer': is it number?
            """
        ),
        (
            "[domains.support.detectors.unrecorded]\nafter = \"5s\"\nfilter = \"to~(\"",
            """
            3: domains.support.detectors.unrecorded.filter: is not a filter for unrecorded
                to~(
            """
        ),
        (
            "[detectors]\nringing = { filter = \"age>5m\" }",
            "2: detectors.ringing.filter: is not a filter for ringing\n    age>5m\n    ^~~ "
        ),
        ("[detectors]\nringing = { filter = \" \" }", "2: detectors.ringing.filter: is not a filter for ringing\n"),
        (
            "[detectors]\nringing = { filter = 7 }",
            "2: detectors.ringing.filter: must be a text, as in \"dir=in\", not a w"
        ),
        (
            "[detectors]\nringing = { filter = \"\" }",
            "2: detectors.ringing.filter: is empty; write \"dir=in\", or leave it out"
        ),
        (
            "[detectors]\nringing = { after = 30 }",
            "2: detectors.ringing.after: must be a duration with a unit, as in \"30s\""
        ),
        (
            "[detectors]\nringing = { afetr = \"30s\" }",
            "2: detectors.ringing.afetr: a detector has no such key; it has after and filter, as in { after ="
        ),
        (
            "[detectors]\nringing = {}",
            "2: detectors.ringing: is empty; write { after = \"30s\", filter = \"dir=in\" }"
        ),
        (
            "[detectors]\nfailing = { filter = \"number=1\" }",
            "2: detectors.failing.filter: failing takes no filter; filters are for ringing"
        ),
    ]) func faultsSayWhere(_ text: String, _ message: String) {
        #expect(throws: ConfigurationErrors.self) { try read(text) }
        do { _ = try read(text) } catch {
            #expect("\(error)".hasPrefix("c.toml:" + message), "\(error)")
        }
    }

    /// Messages quote parts of a filter. The quoted text must be sanitised.
    @Test func quotedTextInAnErrorIsSafe() {
        do { _ = try read("[detectors]\nringing = { filter = \"x\\u001b[31m=1\" }") } catch {
            #expect(!"\(error)".unicodeScalars.contains("\u{1B}"))
        }
    }
}
