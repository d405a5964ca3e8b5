// Package revocationfeed tells a bearer.Validator of access tokens that were
// revoked before they expired, within milliseconds and without a call to the
// authorization server for a request: a goroutine follows the server's feed of
// Security Event Tokens (RFC 8417) by long polling (RFC 8936).
//
//	feed, err := revocationfeed.New(revocationfeed.Config{
//		Issuer: "https://auth.example.com", ClientID: "notes-api", ClientSecret: secret,
//	})
//	...
//	defer feed.Close()
//	v, err := bearer.New(bearer.Config{Issuer: ..., Resource: ..., Revocation: feed})
//
//	config.go  Config, New
//	feed.go    what it answers a Validator, and says of itself
//	follow.go  the goroutine: poll, take, wait after failures
//	poll.go    one poll, every SET verified
//	set.go     what is revoked, in memory, for as long as it matters
//
// Its states, and what a Validator is told of a token that is not in the set:
//
//	behind   nothing was heard yet              503: it may have been revoked before we started
//	caught up                                   the token is not revoked
//	silent   nothing heard for MaxSilence       WhenSilent: Accept goes on, Refuse is 503
//	full     more than MaxEntries are revoked  503, whatever WhenSilent is, until what did not fit has expired
//
// A token that is in the set is refused in every state. A resource server that was down
// misses nothing: the server keeps a revocation until the last token that it is about
// has expired.
//
// Events of other types, or about subjects in other formats, are ignored (RFC 8417
// §2.2). A SET that does not verify is reported (setErrs), and the feed does not continue
// past it until it verifies.
//
// Left out: remembering the position over a restart, which a fresh start makes up
// for; several issuers in one Feed: each has a feed of its own.
package revocationfeed
