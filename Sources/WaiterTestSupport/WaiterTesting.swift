// Our own tests use both together.
@_exported public import WaiterTesting

/// A gate that threads and tasks wait for until a test opens it.
public typealias Gate = FaultServer.Gate
