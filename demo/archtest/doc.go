// Package archtest has the tests of the rules between packages: who may import
// whom (docs/architecture.md), and what every package must have.
package archtest
