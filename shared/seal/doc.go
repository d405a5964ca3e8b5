// Package seal encrypts what must rest in Redis but not be readable there: the
// client's tokens and the signing keys of the authorization server.
//
// A sealed value is base64url(nonce ‖ AES-256-GCM ciphertext). The name of the
// record is authenticated with it, so a value that is copied from one record to
// another does not open: somebody who can write to Redis cannot swap sessions.
// The key is not in Redis.
package seal
