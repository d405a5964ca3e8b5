// Package resourceservertest runs the resource server inside a test, as httptest runs a server: an API
// of notes for tests of the programs that call an API. It is the same code as in production, on a free
// loopback port, with Redis in memory. It stops when the test ends.
//
//	srv := authservertest.Start(t)
//	api := resourceservertest.Start(t, resourceservertest.WithIssuer(srv.URL))
//
// Use api.URL as the address of the API in the software under test; the README of Quartet and
// api.URL/openapi.json describe the API. An access token needs the audience of the API, by default
// DefaultResource, and the scope notes:read or notes:write. Then:
//
//	api.AddNote("248289761001", "buy milk")                      a note of alice
//	api.Notes("248289761001")                                    the notes of alice
//	api.FailNext(resourceservertest.Fault{Status: 500})          the next request fails
//	api.Requests()                                               the requests so far
//	api.Advance(10 * time.Minute)                                move the clock, so that tokens expire
//
//	server.go   the server
//	options.go  its settings
//	fault.go    responses that fail
//	request.go  the requests so far
//	note.go     the stored notes
package resourceservertest
