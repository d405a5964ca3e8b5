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

// The order of the sections about the token endpoint, where it is not the one of the dictionary: RFC
// 6749 §4.1.3, §5.1, §5.2.
var first = map[string][]string{
	"grant_type":   {"grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", "resource", "client_id"},
	"access_token": {"access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"},
	"code":         {"code"}, // RFC 6749 §4.1.2
}

// Ordered returns the parameters in the order in which their sections define them. Unknown names come
// last, in the order of the message.
func Ordered(list []trace.Param) []trace.Param {
	var before []string
	for _, name := range []string{"grant_type", "access_token", "code"} {
		if before == nil && slices.ContainsFunc(list, func(p trace.Param) bool { return p.Name == name }) {
			before = first[name]
		}
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b trace.Param) int {
		return cmp.Compare(place(a, before), place(b, before))
	})
	return list
}

// place returns the position of p: the names in before, then those of the dictionary, then cookies, and
// unknown names after all.
func place(p trace.Param, before []string) int {
	const afterAll = 1 << 20
	early := slices.Index(before, p.Name)
	switch at := places()[strings.ToLower(p.Name)]; {
	case p.In == trace.InCookie, p.In == trace.InSetCookie:
		return afterAll
	case early >= 0:
		return early - len(before)
	case at == 0:
		return afterAll + 1
	default:
		return at
	}
}
