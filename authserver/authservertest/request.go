package authservertest

import (
	"slices"

	"quartet.example/authserver/controlapi"
)

// Request is a request that the server received, with unmasked values.
type Request = controlapi.Request

// RequestFilter chooses requests. An empty field chooses all.
type RequestFilter = controlapi.RequestFilter

// Requests returns the requests so far, at most the last 1000, in the order of their responses. With
// filters it returns those that one of the filters chooses, so that tests can share a server:
//
//	srv.Requests(authservertest.RequestFilter{Endpoint: controlapi.TokenEndpoint, Client: "shop"})
func (s *Server) Requests(filters ...RequestFilter) []Request {
	all := s.verbs.Requests.Requests(RequestFilter{})
	if len(filters) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(r Request) bool {
		return !slices.ContainsFunc(filters, func(f RequestFilter) bool { return f.Chooses(r) })
	})
}

// Fault makes responses go wrong.
type Fault = controlapi.Fault

// FailNext makes the next responses go wrong: the server refuses, delays or drops a request, or changes
// what it responds. The fields Endpoint, Client and State choose the requests. Several faults are used in
// this order. The test fails if a fault contradicts itself.
func (s *Server) FailNext(faults ...Fault) {
	s.t.Helper()
	for _, f := range faults {
		_, err := s.verbs.Faults.Put(f)
		s.must(err)
	}
}
