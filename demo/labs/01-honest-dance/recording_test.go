package honestdance_test

import (
	"net/url"
	"slices"
	"testing"

	"quartet.example/shared/trace"
)

// received returns each message once, as its receiver has recorded it.
func received(events []trace.Event) (all []trace.Event) {
	for _, e := range events {
		if e.Kind == trace.Response && e.Side == trace.Receiver {
			all = append(all, e)
		}
	}
	return all
}

// endpoints returns the messages that a condition selects, each method and path once.
func endpoints(events []trace.Event, selects func(trace.Event) bool) (names []string) {
	for _, e := range events {
		u, err := url.Parse(e.URL)
		if err != nil || !selects(e) {
			continue
		}
		if name := e.Method + " " + u.Path; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// sent returns the requests with a parameter.
func sent(events []trace.Event, name string) []string {
	return endpoints(events, func(e trace.Event) bool { return has(e.Params, name) })
}

// answered returns the requests whose responses have a parameter.
func answered(events []trace.Event, name string) []string {
	return endpoints(events, func(e trace.Event) bool { return e.Answer != nil && has(e.Answer.Params, name) })
}

func has(params []trace.Param, name string) bool {
	return slices.ContainsFunc(params, func(p trace.Param) bool { return p.Name == name })
}

// find returns a parameter of a request.
func find(t *testing.T, events []trace.Event, name string) trace.Param {
	t.Helper()
	for _, e := range events {
		for _, p := range e.Params {
			if p.Name == name {
				return p
			}
		}
	}
	t.Fatalf("no message has the parameter %s", name)
	return trace.Param{}
}
