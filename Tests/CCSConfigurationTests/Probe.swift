import Testing
@testable import CCSConfiguration
@Test func probe() throws {
    print(Configuration.reference)
    let c = try Configuration(parsing: Configuration.reference, file: "r")
    #expect(c == Configuration())
}
