// Package discovery serves the metadata of the authorization server: one document at two addresses
// (RFC 8414 §3, OpenID Connect Discovery 1.0 §4), and the metadata of the feed of revoked tokens
// (OpenID Shared Signals Framework 1.0 §7). The documents list only what is enabled.
package discovery
