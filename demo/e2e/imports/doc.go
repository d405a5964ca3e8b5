// Package imports uses Quartet as others do, from outside of this repository: it imports its modules with
// the commands of docs/import.md, also from a fork with another path, and runs the recipes of docs/testing.
package imports
