// Package endpoint calls an endpoint of the authorization server with the credentials of the
// resource server. Its URL is configured or read from a document of the issuer. It follows no
// redirects, and sends credentials over TLS only, except on this machine.
package endpoint
