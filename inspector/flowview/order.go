package flowview

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"quartet.example/shared/trace"
)

// places are the positions of names in the dictionary, which follows the sections of the RFCs.
var places = sync.OnceValue(func() map[string]int {
	all := map[string]int{}
	for i, e := range trace.Entries() {
		all[strings.ToLower(e.Name)] = i + 1
	}
	return all
})

// Ordered returns the parameters in the order of the dictionary. Unknown names come last, in the order
// of the message.
func Ordered(list []trace.Param) []trace.Param {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b trace.Param) int { return cmp.Compare(place(a), place(b)) })
	return list
}

// place returns the position of p: cookies after parameters and headers, unknown names after all.
func place(p trace.Param) int {
	const afterAll = 1 << 20
	switch at := places()[strings.ToLower(p.Name)]; {
	case p.In == trace.InCookie, p.In == trace.InSetCookie:
		return afterAll
	case at == 0:
		return afterAll + 1
	default:
		return at
	}
}
