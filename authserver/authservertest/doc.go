// Package authservertest runs the authorization server inside a test, as httptest runs a server.
// It is the same code as in production, on a free loopback port, with Redis in memory. It stops
// when the test ends.
//
//	srv := authservertest.Start(t,
//		authservertest.WithClient(authservertest.Client{
//			ID: "web", Secret: "s3cret", RedirectURIs: []string{"http://127.0.0.1:3000/cb"}, Scope: "openid profile",
//		}))
//
// Use srv.URL as the issuer in the software under test. Then:
//
//	srv.IssueToken("248289761001", "notes:read")   an access token, without a flow
//	srv.Advance(10 * time.Minute)              move the clock, so that codes and tokens expire
//	srv.FailNext(authservertest.Fault{Error: "temporarily_unavailable"})   the next request is refused
//	srv.Requests()                                 the requests so far, with the status of each response
//	srv.Browser(t).Open(url).Login("alice", "wonderland").Approve().Returned()
//
// The server has the users, clients and resources of the built-in seed (alice, bob, mallory; see
// authserver/internal/seed/default.yaml). Options add to them.
package authservertest
