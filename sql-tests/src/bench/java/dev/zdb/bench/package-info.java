/** Benchmarks beside other databases; not null-marked, since JMH fills the fields of a state. */
package dev.zdb.bench;
