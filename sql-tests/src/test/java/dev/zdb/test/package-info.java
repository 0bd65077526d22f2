/** What is tested through JDBC, as an application would see it. */
package dev.zdb.test;
