// swift-tools-version: 6.2
import PackageDescription

/// The language features of every target, besides Swift 6.
/// https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
/// https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
/// https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
let strictness: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0480-swiftpm-warning-control.md
        // Only on request (`make test`, CI), so that new warnings of a newer compiler do not break a user's build.
    ] + (Context.environment["CCS_TOP_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// Whether the fuzzer is built (`make fuzz`). Its program gets `main` from libFuzzer and links only with `--sanitize fuzzer`.
let isFuzzing = Context.environment["CCS_TOP_FUZZ"] != nil

/// Flags for the targets that every event passes through, in release builds. Inlining the state's small accessors across
/// targets makes reading twice as fast. The checks for overlapping access cost an eighth of the time. Debug builds, in which
/// all tests run, keep these checks. The fuzzer is optimised too, but keeps all checks of a debug build.
let hotPath: [SwiftSetting] = [
    .unsafeFlags(
        isFuzzing ? ["-assert-config", "Debug"] : ["-cross-module-optimization", "-enforce-exclusivity=unchecked"],
        .when(configuration: .release))
]

/// Compiles our C and C++ with UndefinedBehaviorSanitizer (`make address`, `make fuzz`). Swift has its own runtime checks.
/// The option `--sanitize undefined` would also check the C++ of TOMLKit, which fails.
let undefinedBehavior: [String] =
    Context.environment["CCS_TOP_SANITIZE"] == nil
    ? [] : ["-fsanitize=undefined", "-fno-sanitize-recover=undefined"]

/// Indirect dependencies. An exact version for each makes sure that two checkouts build the same code. SwiftPM warns about a
/// package that no target uses, so one target depends on them.
let pinned: [Target.Dependency] = [
    .product(name: "Atomics", package: "swift-atomics"),
    .product(name: "RealModule", package: "swift-numerics"),
    .product(name: "SystemPackage", package: "swift-system"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "ccs-top",
    products: [
        .executable(name: "ccs-top", targets: ["ccs-top"]),
        .executable(name: "ccs-sim", targets: ["ccs-sim"]),
    ],
    traits: [
        .trait(name: "Kafka", description: "Feeds from Kafka, through librdkafka (librdkafka-dev).")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/apple/swift-atomics.git", exact: "1.3.0"),
        .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
        .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
    ],
    targets: [
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CTerminalGuard", cSettings: [.unsafeFlags(undefinedBehavior)]),
        .target(
            name: "CSimdjson",
            cxxSettings: [.unsafeFlags(["-O3"], .when(configuration: .release)), .unsafeFlags(undefinedBehavior)],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .target(
            name: "CXXHash",
            cSettings: [.unsafeFlags(["-O3"], .when(configuration: .release)), .unsafeFlags(undefinedBehavior)]),
        .target(name: "CPrefetch", cSettings: [.unsafeFlags(undefinedBehavior)]),
        .target(name: "CCSEvents", dependencies: ["CSimdjson", "CXXHash"], swiftSettings: strictness + hotPath),
        .target(
            name: "CCSState",
            dependencies: [
                "CCSEvents", "CPrefetch", "CXXHash", .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: strictness + hotPath),
        .target(
            name: "CCSFeed",
            dependencies: [
                "CCSPBX", "CSimdjson", "CZlib", "CZstd",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: strictness),
        .systemLibrary(name: "CRdkafka", providers: [.apt(["librdkafka-dev"])]),
        .target(
            name: "CCSKafka",
            dependencies: ["CCSFeed", .target(name: "CRdkafka", condition: .when(traits: ["Kafka"]))],
            swiftSettings: strictness),
        .target(name: "CCSView", dependencies: ["CCSEvents", "CCSState"], swiftSettings: strictness + hotPath),
        .target(
            name: "CCSConfiguration",
            dependencies: [
                "CCSEvents", "CCSState", "CCSFeed", "CCSView", "CCSKafka", "CCSPBX",
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: strictness),
        .target(name: "CCSPBX", swiftSettings: strictness + hotPath),
        .target(name: "CCSSimulator", swiftSettings: strictness),
        .executableTarget(
            name: "ccs-top",
            dependencies: [
                "CNcurses", "CTerminalGuard", "CCSEvents", "CCSState", "CCSFeed", "CCSView", "CCSSimulator",
                "CCSConfiguration", "CCSKafka", "CCSPBX", argumentParser,
            ],
            swiftSettings: strictness),
        .executableTarget(
            name: "ccs-sim",
            dependencies: [
                "CCSSimulator", argumentParser,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strictness),
        // `make bench` builds these. No product of `make` needs them.
        .target(
            name: "CDom", path: "Benchmarks/Sources/CDom",
            cxxSettings: [.unsafeFlags(["-O3"], .when(configuration: .release))],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .executableTarget(
            name: "ccs-bench", dependencies: ["CDom", "CCSEvents", "CCSState", "CCSView", "CCSTestSupport"],
            path: "Benchmarks/Sources/ccs-bench", swiftSettings: strictness),
        // Helpers for the tests of several targets.
        .target(
            name: "CCSTestSupport", dependencies: pinned, path: "Tests/CCSTestSupport", swiftSettings: strictness),
        .testTarget(
            name: "CCSEventsTests", dependencies: ["CCSEvents", "CCSTestSupport"], swiftSettings: strictness),
        .testTarget(
            name: "CCSStateTests", dependencies: ["CCSState", "CCSEvents", "CCSSimulator", "CCSTestSupport"],
            swiftSettings: strictness),
        .testTarget(
            name: "CCSFeedTests",
            dependencies: [
                "CCSFeed", "CCSEvents", "CCSState", "CZlib", "CZstd", "CCSTestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: strictness),
        .testTarget(
            name: "CCSViewTests", dependencies: ["CCSView", "CCSState", "CCSEvents", "CCSTestSupport"],
            exclude: ["Golden"], swiftSettings: strictness),
        .testTarget(
            name: "CCSKafkaTests",
            dependencies: [
                "CCSKafka", "CCSFeed", .target(name: "CRdkafka", condition: .when(traits: ["Kafka"])),
            ],
            swiftSettings: strictness),
        .testTarget(
            name: "CCSConfigurationTests",
            dependencies: ["CCSConfiguration", "CCSEvents", "CCSState", "CCSView", "CCSKafka", "CCSTestSupport"],
            swiftSettings: strictness),
        .testTarget(
            name: "CCSTopTests", dependencies: ["ccs-top", "CCSEvents", "CCSFeed", "CCSState", "CCSView"],
            swiftSettings: strictness),
        .testTarget(name: "CCSPBXTests", dependencies: ["CCSPBX"], swiftSettings: strictness),
        .testTarget(name: "CCSSimulatorTests", dependencies: ["CCSSimulator"], swiftSettings: strictness),
        // The functions that the fuzzer calls. Unit tests call them with the inputs in the repository.
        .target(
            name: "CCSFuzzing",
            dependencies: [
                "CCSEvents", "CCSState", "CCSFeed", "CCSKafka", "CCSView", "CCSConfiguration", "CCSPBX",
            ],
            path: "Tests/Fuzz/CCSFuzzing", swiftSettings: strictness),
        .testTarget(name: "CCSFuzzingTests", dependencies: ["CCSFuzzing"], swiftSettings: strictness),
    ]
        + (isFuzzing
            ? [
                .executableTarget(
                    name: "ccs-fuzz", dependencies: ["CCSFuzzing"], path: "Tests/Fuzz/ccs-fuzz",
                    swiftSettings: strictness + [.unsafeFlags(["-parse-as-library"])])
            ] : []),
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
