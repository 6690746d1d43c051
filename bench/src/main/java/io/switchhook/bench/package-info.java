/// JMH benchmarks; `bench/accepted.tsv` holds the numbers that were accepted.
@org.jspecify.annotations.NullMarked
package io.switchhook.bench;
