// Package discovery serves what the authorization server says of itself: its
// metadata, one document at two addresses (RFC 8414 §3, OpenID Connect Discovery 1.0
// §4), and the description of the feed of revoked tokens (OpenID Shared Signals
// Framework 1.0 §7). They say what works here, and nothing else.
package discovery
