// Package home is the page at the issuer itself: what this server is, and where to
// go from here. It says the same to everybody, and names nothing that is not public.
// In the dev profile that includes the demo.
package home
