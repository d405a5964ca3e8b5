// Package admin is what an operator does to a running authorization server:
// signing keys and users. It is a command line's other half (authserver keys,
// authserver users, quartet keys, quartet users) and works on Redis, so that it
// reaches all replicas, and none of them needs a door for it.
//
//	keys list                    every key, and what it is good for
//	keys rotate                  a next key for each algorithm, published before it signs
//	keys retire KID [--now]      the end of one key; --now takes its tokens along
//	users list                   who there is, with how many sessions and grants
//	users disable USERNAME       no sign-in; sessions and tokens end
//	users enable USERNAME        may sign in again
//	users delete USERNAME        for good, whatever the seed file says
//	users passwd USERNAME        a new password, read from standard input
//
// Replicas hear of it within a second; what is revoked is revoked at once.
package admin
