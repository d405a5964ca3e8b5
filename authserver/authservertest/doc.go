// Package authservertest runs Quartet's authorization server inside a test, in
// the manner of httptest: the code of production on a free loopback port, with
// Redis in memory, and gone when the test ends.
//
//	srv := authservertest.Start(t,
//		authservertest.WithClient(authservertest.Client{
//			ID: "web", Secret: "s3cret", RedirectURIs: []string{"http://127.0.0.1:3000/cb"}, Scope: "openid profile",
//		}))
//
// Give srv.URL to the software under test as its issuer. Then
//
//	srv.IssueToken("248289761001", "notes:read")   an access token, without a flow
//	srv.FastForward(10 * time.Minute)              everything that should expire does
//	srv.NextError(oauth.TemporarilyUnavailable)    the next request is refused
//	srv.Requests()                                 what came in, and how it was answered
//	srv.Browser(t).Open(url).Login("alice", "wonderland").Approve().Returned()
//
// The users, clients and resources of the built-in seed are there (alice, bob,
// mallory; see authserver/internal/seed/default.yaml); options add to them.
package authservertest
