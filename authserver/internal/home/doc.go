// Package home is the page at the URL of the issuer: what this server is, and links to
// its documents. It is the same for everybody, and shows only what is public.
// In the dev profile that includes the demo.
package home
