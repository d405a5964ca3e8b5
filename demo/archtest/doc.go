// Package archtest tests the structure of the code: which package may import which
// (docs/architecture.md), and what every package must have.
package archtest
