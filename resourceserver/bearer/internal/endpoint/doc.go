// Package endpoint is an endpoint of the authorization server that a resource
// server calls with credentials of its own: found in metadata (RFC 8414) or
// configured, never redirected, never in clear over a network.
package endpoint
