// What the comparison and the benchmark drive:
//     tokenizer-worker dump <encoding> <texts> <answers>     ids and counts of many texts, for compare.py
//     tokenizer-worker serve                                 requests in JSON, a line each, for the benchmark
//     tokenizer-worker count <encoding> <file>               one file, from a cold start
import Foundation

switch CommandLine.arguments.dropFirst().first {
case "dump": try dump(CommandLine.arguments)
case "serve": try serve()
case "quick": try quick(CommandLine.arguments)
case "count": try countFile(CommandLine.arguments)
default: print("usage: tokenizer-worker dump|serve|count ...")
}
