// Package discovery serves the metadata of the authorization server: one
// document at two addresses (RFC 8414 §3, OpenID Connect Discovery 1.0 §4). It
// says what works here, and nothing else.
package discovery
