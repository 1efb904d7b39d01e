// swift-tools-version: 6.2
import PackageDescription

// Debug builds keep everything dynamic and fast to link; `make release` adds --static-swift-stdlib.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// `WeftEngine` is named beside `Weft` where executables are made, because SwiftPM compiles again only what depends directly on
// a module whose inlinable code has changed.

/// One example application: an executable of its own, run by `weft submit <name>`.
func example(_ name: String, exclude: [String] = []) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["Weft", "WeftEngine"],
        path: "Sources/Examples/\(name)",
        exclude: exclude,
        // Without it a release build drops what it knows of private types, and closures that capture them can't travel.
        swiftSettings: settings + [.unsafeFlags(["-enable-private-imports"])]
    )
}

let package = Package(
    name: "weft",
    products: [
        .library(name: "Weft", targets: ["Weft"]),
        .library(name: "ClosureShipping", targets: ["ClosureShipping"]),
        .library(name: "HadoopRPC", targets: ["HadoopRPC"]),
        .library(name: "HDFS", targets: ["HDFS"]),
        .library(name: "YARN", targets: ["YARN"]),
        .executable(name: "weft", targets: ["WeftCLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", "4.0.0"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
    ],
    targets: [
        .target(name: "CSwiftRuntime"),
        .target(name: "CWeftEngine", dependencies: ["CHadoopCoding"]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // Hadoop's messages: what protoc-c made of Protos, and the Swift values that Protos/generate wrote over it.
        .target(name: "CHadoopProtos", linkerSettings: [.linkedLibrary(":libprotobuf-c.a")]),
        .target(name: "HadoopProtos", dependencies: ["CHadoopProtos", "WeftDiagnostics"], swiftSettings: settings),
        // GSSAPI and krb5, loaded when they are first needed.
        .target(name: "CKerberos", linkerSettings: [.linkedLibrary("dl"), .linkedLibrary("resolv")]),
        // CRC32 and CRC32C as HDFS has them, and the ciphers of DIGEST-MD5 that no library of ours has.
        .target(name: "CHadoopCoding"),
        .target(
            name: "HadoopRPC",
            dependencies: [
                "CHadoopCoding", "CKerberos", "HadoopProtos", "WeftDiagnostics",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "HDFS",
            dependencies: [
                "CHadoopCoding", "HadoopProtos", "HadoopRPC", "WeftDiagnostics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        // YARN's clients: of the ResourceManager, for people and for application masters, and of NodeManagers.
        .target(
            name: "YARN",
            dependencies: ["HadoopProtos", "HadoopRPC", "WeftDiagnostics"],
            swiftSettings: settings
        ),
        // An embedded ResourceManager with NodeManagers, for tests and first steps.
        .target(
            name: "MiniCluster",
            dependencies: [
                "CHadoopCoding", "CKerberos", "HDFS", "HadoopProtos", "HadoopRPC", "WeftDiagnostics", "YARN",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        // HDFS as a file system of the engine.
        .target(
            name: "WeftHDFS",
            dependencies: [
                "HDFS", "HadoopProtos", "HadoopRPC", "WeftDiagnostics", "WeftEngine",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // YARN as a cluster manager of the engine: submitting, application masters, executors in containers.
        .target(
            name: "WeftYARN",
            dependencies: [
                "BinaryCoding", "HDFS", "HadoopRPC", "WeftDiagnostics", "WeftEngine", "WeftHDFS", "WeftNetwork", "YARN",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(name: "WeftDiagnostics", swiftSettings: settings),
        .target(
            name: "BinaryCoding",
            dependencies: ["CSwiftRuntime", "WeftDiagnostics"],
            swiftSettings: settings
        ),
        .target(
            name: "ClosureShipping",
            dependencies: ["BinaryCoding", "CSwiftRuntime", "WeftDiagnostics"],
            swiftSettings: settings
        ),
        .target(
            name: "WeftEngine",
            dependencies: [
                "BinaryCoding", "ClosureShipping", "CLZ4", "CWeftEngine", "CZlib", "WeftDiagnostics", "WeftNetwork",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WeftNetwork",
            dependencies: [
                "WeftDiagnostics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Weft",
            dependencies: [
                "WeftEngine", "ClosureShipping", "WeftDiagnostics", "WeftHDFS", "WeftYARN",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "WeftCLI",
            dependencies: [
                "CHadoopCoding", "HDFS", "HadoopProtos", "HadoopRPC", "MiniCluster", "Weft", "WeftDiagnostics",
                "WeftEngine",
                "WeftYARN", "YARN",
            ],
            swiftSettings: settings
        ),
        example("LogReport"),
        example("PageRank"),
        example("PiEstimate"),
        example("PipeScript", exclude: ["longest_word.py"]),
        example("TeraSort"),
        example("TransitiveClosure"),
        example("WordCount"),
        // What `make bench` measures. It names the engine, which it reaches through Weft, because a target is built again
        // only when a module that it names changed, and the engine's inlinable code ends up in it.
        .executableTarget(
            name: "WeftBenchmark",
            dependencies: ["HDFS", "HadoopRPC", "Weft", "WeftDiagnostics", "WeftEngine"],
            path: "Benchmarks/Sources/WeftBenchmark",
            swiftSettings: settings
        ),
        // Started as a process of its own by WeftTests.
        .executableTarget(
            name: "TestApplication",
            dependencies: ["Weft", "WeftEngine"],
            path: "Tests/TestApplication",
            swiftSettings: settings
        ),
        // What the cluster tests run on `local-cluster`.
        .executableTarget(
            name: "ClusterApplication",
            dependencies: ["Weft", "WeftEngine", "WeftHDFS"],
            path: "Tests/ClusterApplication",
            swiftSettings: settings + [.unsafeFlags(["-enable-private-imports"])]
        ),
        // The code of the programming guide, run by ExamplesTests.
        .executableTarget(
            name: "GuideSnippets",
            dependencies: ["Weft"],
            path: "Tests/GuideSnippets",
            swiftSettings: settings
        ),
        .testTarget(name: "BinaryCodingTests", dependencies: ["BinaryCoding"], swiftSettings: settings),
        // What the closure tests send: kernels as the engine has them, jobs as a user's module has them, and a program
        // that writes them in one process and runs them in another.
        .target(
            name: "ShippingKernels",
            dependencies: ["ClosureShipping"],
            path: "Tests/ClosureShippingTests/Kernels",
            swiftSettings: settings
        ),
        .target(
            name: "ShippingJobs",
            dependencies: ["BinaryCoding", "ShippingKernels"],
            path: "Tests/ClosureShippingTests/Jobs",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ShippingProbe",
            dependencies: ["BinaryCoding", "ClosureShipping", "ShippingJobs", "ShippingKernels"],
            path: "Tests/ClosureShippingTests/Probe",
            swiftSettings: settings
        ),
        .testTarget(
            name: "ClosureShippingTests",
            dependencies: ["ClosureShipping", "ShippingJobs", "ShippingProbe"],
            exclude: ["Kernels", "Jobs", "Probe"],
            swiftSettings: settings
        ),
        // They run the built programs, which `swift build --build-tests` builds with them.
        .testTarget(name: "ClusterTests", swiftSettings: settings),
        .testTarget(name: "ExamplesTests", swiftSettings: settings),
        .testTarget(
            name: "HadoopProtosTests",
            dependencies: ["HadoopProtos", "WeftDiagnostics"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HadoopRPCTests",
            dependencies: [
                "CHadoopCoding", "CKerberos", "HadoopProtos", "HadoopRPC", "WeftDiagnostics",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HDFSTests",
            dependencies: ["CHadoopCoding", "HDFS", "HadoopProtos", "HadoopRPC", "WeftDiagnostics"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "YARNTests",
            dependencies: ["HadoopProtos", "HadoopRPC", "WeftDiagnostics", "YARN"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MiniClusterTests",
            dependencies: [
                "HadoopProtos", "HadoopRPC", "MiniCluster", "WeftDiagnostics", "YARN",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        // Against a real KDC, NameNode and DataNodes, which deploy/testbed starts.
        .testTarget(
            name: "InteropTests",
            dependencies: ["HDFS", "HadoopProtos", "HadoopRPC", "MiniCluster", "WeftDiagnostics", "YARN"],
            path: "Tests/Interop",
            exclude: ["MiniCluster/SparkPi.scala", "MiniCluster/spark-home"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WeftEngineTests",
            dependencies: ["WeftEngine", "WeftNetwork", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WeftHDFSTests",
            dependencies: [
                "HDFS", "HadoopRPC", "WeftDiagnostics", "WeftEngine", "WeftHDFS",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WeftYARNTests",
            dependencies: [
                "HadoopRPC", "WeftDiagnostics", "WeftEngine", "WeftNetwork", "WeftYARN", "YARN",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WeftNetworkTests",
            dependencies: [
                "WeftNetwork", "WeftDiagnostics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "WeftTests", dependencies: ["Weft"], swiftSettings: settings),
        .testTarget(
            name: "WeftCLITests",
            dependencies: [
                "HDFS", "HadoopRPC", "MiniCluster", "WeftCLI", "WeftDiagnostics", "YARN",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
