// Package redisstore keeps the authorization server's state in Redis: one file
// per noun, one Lua script for whatever reads and then writes.
//
// Rules: no secret in clear (codes, tokens and handles appear as SHA-256); each
// key has a TTL, which only collects garbage: what counts is the expiry in the
// record, compared with Now; keys that a script uses together share a {hash
// tag}, so that it runs on Redis Cluster. internal/storetest holds the promise
// that each noun keeps, and runs it on the embedded and on a real Redis.
package redisstore
