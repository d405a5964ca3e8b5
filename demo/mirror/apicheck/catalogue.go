package apicheck

import "slices"

// catalogue returns all checks in the order in which they are made. Those of the key set come late,
// because they change it. Those of the responses come last, because they examine all others.
func catalogue() []check {
	return slices.Concat(
		algChecks(), keyChecks(), signatureChecks(), identifierChecks(), typChecks(), timeChecks(), parsingChecks(), formChecks(),
		locationChecks(), scopeChecks(), dpopChecks(), jwksChecks(), responseChecks(),
	)
}

// Defences returns all defences that quartet check-api tests.
func Defences() []Defence {
	var all []Defence
	for _, c := range catalogue() {
		all = append(all, c.Defence)
	}
	return all
}
