// Package endpoint is an endpoint of the authorization server that a resource
// server calls with credentials of its own: found in a document of the issuer or
// configured, never redirected, never in clear over a network.
package endpoint
