// The worker process for the comparison and the benchmark:
//     tokenizer-worker dump <encoding> <texts> <answers>     IDs and counts of many texts, for compare.py
//     tokenizer-worker serve                                 JSON requests, one per line, for the benchmark
//     tokenizer-worker count <encoding> <file>               one file, from a cold start
import Foundation

switch CommandLine.arguments.dropFirst().first {
case "dump": try dump(CommandLine.arguments)
case "serve": try serve()
case "quick": try quick(CommandLine.arguments)
case "count": try countFile(CommandLine.arguments)
default: print("usage: tokenizer-worker dump|serve|count ...")
}
