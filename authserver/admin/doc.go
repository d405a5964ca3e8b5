// Package admin manages the signing keys and users of a running authorization server. The commands
// authserver keys, authserver users, quartet keys and quartet users call it. It works on Redis, so
// that one command reaches all replicas, and the server needs no endpoint for administration that
// could be attacked.
//
//	keys list                    list all keys, and what each is used for
//	keys rotate                  make the next key of each algorithm; it is published before it signs
//	keys retire KID [--now]      retire one key; with --now its tokens become invalid at once
//	users list                   list all users with the number of their sessions and grants
//	users disable USERNAME       refuse sign-ins; end sessions and tokens
//	users enable USERNAME        allow sign-ins again
//	users delete USERNAME        delete a user permanently, even if the seed file contains the user
//	users passwd USERNAME        set a password, read from standard input
//
// Replicas apply a change within a second. Revocation takes effect at once.
package admin
