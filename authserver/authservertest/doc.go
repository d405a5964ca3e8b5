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
//	srv.SignIn(ctx, "alice", authorizeURL)                                    a sign-in without a browser
//	srv.Browser(t).Open(url).Login("alice", "wonderland").Approve()           a sign-in on the pages
//	srv.IssueToken(authservertest.Token{User: "alice", Scope: "notes:read"})  a token, without a flow
//	srv.ForgeToken(controlapi.Expired, authservertest.Token{User: "alice"})   a token that must be refused
//	srv.FailNext(authservertest.Fault{Error: "temporarily_unavailable"})      the next response goes wrong
//	srv.Requests()                                                            what the software under test has sent
//	srv.Advance(10 * time.Minute)                                             codes and tokens expire
//	srv.RotateKeys()                                                          the next tokens have new keys
//	srv.Logout("alice")                                                       the sessions end, and clients are notified
//	srv.PutUser(u), srv.PutClient(c), srv.PutResource(r), srv.Reset()         for a server that tests share
//
// The server has the users, clients and resources of the built-in seed (alice, bob, mallory; see
// authserver/internal/seed/default.yaml), or those of WithSeed. Options add to them.
//
// WithClock stops the clock, so that times in tokens are known. With WithRandomSeed, tokens are the same in
// every run.
//
// Parallel tests can share a server: the fields Endpoint, Client and State of a Fault choose the requests
// that it concerns, and RequestFilter chooses requests. Or each test starts its own, which takes about
// 10 ms.
package authservertest
