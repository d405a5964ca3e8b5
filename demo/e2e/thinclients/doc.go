// Package thinclients tests the clients of the control API in Node and Python (authserver/controlapi/node
// and python): each is packed as npm and pip pack it, and its own tests run from the package, against the
// program authserver.
package thinclients
