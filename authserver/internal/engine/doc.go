// Package engine is the only importer of github.com/go-oauth2/oauth2/v4. The
// engine issues codes and tokens; what it must not decide is decided before it
// is called (docs/adr/0002):
//
//	Token endpoint            engine
//	authenticate the client → ClientStore answers with that client, and no other
//	find and check the code → TokenStore answers with that code, and no other
//	named checks            → its own client, redirect and PKCE comparisons, a second time
//	                        ← AuthorizeGenerate, AccessGenerate: our codes and tokens
//	                        ← TokenStore.Create: the code is used up and the grant
//	                          saved, tokens as hashes, in one script
//
// The client, the code and the grant of a call are passed in an order, in its context; the
// engine looks nothing up. Refresh is not here: no sequence of the engine's
// store calls is atomic (docs/adr/0003).
//
//	engine.go   New and the three calls
//	order.go    what one call is about
//	adapter.go  the engine's four interfaces, answered from the order
//	errors.go   its errors in the words of RFC 6749 §5.2
package engine
