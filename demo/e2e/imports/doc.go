// Package imports imports Quartet as others do: from a module outside of this
// repository, with the commands of docs/import.md, and from a fork with another path.
package imports
