// Package revocationfeed is a bearer.Revocation: it knows within milliseconds which access tokens
// were revoked before they expired. A goroutine reads the authorization server's feed of Security
// Event Tokens (RFC 8417) by long polling (RFC 8936), so that a request causes no call to the
// server.
//
//	feed, err := revocationfeed.New(revocationfeed.Config{
//		Issuer: "https://auth.example.com", ClientID: "notes-api", ClientSecret: secret,
//	})
//	...
//	defer feed.Close()
//	v, err := bearer.New(bearer.Config{Issuer: ..., Resource: ..., Revocation: feed})
//
//	config.go  Config, New
//	feed.go    Revoked, Ready and Status
//	follow.go  the goroutine: polls, and waits after failures
//	poll.go    one poll; verifies every SET
//	set.go     the revoked tokens and grants in memory
//	held.go    Held: a list of them
//
// The states of a feed, and the result for a token that is not known to be revoked:
//
//	behind     nothing was read yet                503: it may have been revoked before the start
//	caught up  everything was read                 the token is not revoked
//	silent     no response for MaxSilence          WhenSilent: Accept accepts it, Refuse is 503
//	full       more than MaxEntries are revoked    503 with either policy, until those without room have expired
//
// A token that is known to be revoked is refused in every state. A resource server that was down
// misses nothing: the server keeps a revocation until the last token that it is about has expired.
//
// Events of other types, and subjects in other formats, are ignored (RFC 8417 §2.2). If a SET
// cannot be verified, the error is reported to the server (setErrs), and the feed does not continue
// until the SET can be verified.
//
// Not supported: storing the position over a restart, because a new start reads the whole feed;
// several issuers in one Feed, because each issuer needs its own Feed.
package revocationfeed
