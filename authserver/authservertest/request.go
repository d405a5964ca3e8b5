package authservertest

import "quartet.example/authserver/controlapi"

// Request is a request that the server received, with unmasked values.
type Request = controlapi.Request

// Requests returns the requests so far, at most the last 1000, in the order of their responses.
func (s *Server) Requests() []Request {
	return s.server.Control().Requests.Requests(controlapi.RequestFilter{})
}

// Fault makes responses go wrong.
type Fault = controlapi.Fault

// FailNext makes the next responses go wrong: the server refuses, delays or drops a request, or changes
// what it responds. The fields Endpoint, Client and State choose the requests. Several faults are used in
// this order. The test fails if a fault contradicts itself.
func (s *Server) FailNext(faults ...Fault) {
	s.t.Helper()
	for _, f := range faults {
		_, err := s.server.Control().Faults.Put(f)
		s.must(err)
	}
}
