internal import ArgumentParser
package import WaiterTerminal

extension ColorChoice: ExpressibleByArgument {}
