import Testing

@testable import WaiterLedger
