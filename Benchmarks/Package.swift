// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds or uses ccs-top pays for it. SwiftPM allows the unsafe flags of the
// package above because that is depended on by path.
let package = Package(
    name: "ccs-bench",
    dependencies: [.package(name: "ccs-top", path: "..")],
    targets: [
        .target(
            name: "CDom", cxxSettings: [.unsafeFlags(["-O3"], .when(configuration: .release))],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .executableTarget(name: "ccs-bench", dependencies: ["CDom", .product(name: "CCSCore", package: "ccs-top")]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
