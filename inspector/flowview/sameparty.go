package flowview

import (
	"net/url"
	"regexp"
	"strings"

	"quartet.example/inspector/flow"
)

// hosts has the party that listens at each host and port of a flow.
type hosts map[string]string

func hostsOf(hops []*flow.Hop) hosts {
	all := hosts{}
	for _, h := range hops {
		if u, err := url.Parse(h.URL); err == nil {
			all[u.Host] = h.To
		}
	}
	return all
}

// equality reports whether a value of one flow is the same as one of another flow.
type equality func(a, b string) bool

func equalIn(as, bs []*flow.Hop) equality {
	inA, inB := hostsOf(as), hostsOf(bs)
	return func(a, b string) bool { return a == b || inA.named(a) == inB.named(b) }
}

var hostAndPort = regexp.MustCompile(`(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}\b`)

// named returns a value with names instead of addresses that belong to a party. The programs of a lab listen on ports
// that are random in each run, so two runs can only be compared by these names. A name below localhost is that of one
// party, whatever the port; at an IP address the port says whose it is.
func (p hosts) named(value string) string {
	return hostAndPort.ReplaceAllStringFunc(value, func(at string) string {
		if host, _, _ := strings.Cut(at, ":"); strings.HasSuffix(host, ".localhost") {
			return host
		}
		if party, known := p[at]; known {
			return party
		}
		return at
	})
}
