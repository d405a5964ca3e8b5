package dpop

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"quartet.example/shared/oauth"
)

// NonceLife is how long a nonce is sent to clients. It is accepted for the same time after that.
const NonceLife = time.Minute

// Nonces makes nonces from the time and a key, without storing them (RFC 9449 §8). Replicas with
// the same key and similar clocks accept each other's nonces. It is safe for concurrent use.
type Nonces struct {
	Key []byte // at least 32 random bytes
	Now func() time.Time
}

// Current returns the nonce to send to clients.
func (n *Nonces) Current() string { return n.of(n.slot()) }

// Good reports whether the nonce is the current one, the one before it, or the next one, which a
// replica whose clock is ahead may have sent.
func (n *Nonces) Good(nonce string) bool { return n.Since(NonceLife)(nonce) }

// Since returns a function like Good that accepts nonces that were current up to past ago.
func (n *Nonces) Since(past time.Duration) func(nonce string) bool {
	return func(nonce string) bool {
		now, good := n.slot(), false
		for slot := now - int64(past/NonceLife); slot <= now+1; slot++ {
			good = oauth.Equal(nonce, n.of(slot)) || good
		}
		return good
	}
}

func (n *Nonces) slot() int64 { return n.Now().Unix() / int64(NonceLife/time.Second) }

func (n *Nonces) of(slot int64) string {
	mac := hmac.New(sha256.New, n.Key)
	mac.Write([]byte("quartet dpop nonce\x00"))
	_ = binary.Write(mac, binary.BigEndian, slot) // a hash never fails
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}
