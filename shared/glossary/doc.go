// Package glossary explains the terms of the protocols: the roles, the names in the dictionary of
// shared/trace, and the named checks. The inspector shows it as pages, and `quartet explain` as
// text. It needs no network.
//
//	term.go    the terms, in groups
//	check.go   the named checks; `make docs` writes checks.tsv from their declarations
//	spec.go    specifications and their sections, and what refers to each
//	document.go titles and addresses of the specifications
//	lookup.go  finds a term or a check, or names that are similar
//	text.go    a term or a check as text for a terminal
package glossary
