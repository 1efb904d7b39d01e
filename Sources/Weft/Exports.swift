// An application needs one import: `import Weft`.
@_exported import ArgumentParser
@_exported import ClosureShipping
@_exported import WeftDiagnostics
@_exported import WeftEngine
