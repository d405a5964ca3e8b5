// Package seal encrypts values that are stored in Redis and must not be readable there: the
// client's tokens and the signing keys of the authorization server.
//
// A sealed value is nonce ‖ AES-256-GCM ciphertext, as bytes or in base64url. The name of its
// record is authenticated with it. So decryption fails for a value that was copied to another
// record: somebody who can write to Redis cannot move one user's tokens into another user's
// session. The encryption key is not in Redis.
package seal
