// Waiter's own tests use this module together with `WaiterTesting`.
@_exported public import WaiterTesting

/// A gate that threads and tasks wait on until a test opens it.
public typealias Gate = FaultServer.Gate
