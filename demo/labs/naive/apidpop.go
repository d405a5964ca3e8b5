package naive

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
)

// proofs is what an API remembers about proofs of possession.
type proofs struct {
	once   sync.Once
	nonces dpop.Nonces
	mu     sync.Mutex
	seen   map[string]bool // jti
}

func (a *API) nonces() *dpop.Nonces {
	a.proofs.once.Do(func() {
		key := make([]byte, 32)
		_, _ = rand.Read(key) // never fails
		a.proofs.nonces = dpop.Nonces{Key: key, Now: a.Now}
	})
	return &a.proofs.nonces
}

// holderRules are the checks of a token that is bound to a key (RFC 9449 §7.1), in the order of §4.3. A token
// that is not bound needs no proof.
func (a *API) holderRules(r *http.Request, token *jwt.Token, claims jwt.MapClaims) []rule {
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	cnf, _ := claims["cnf"].(map[string]any)
	isBound := cnf["jkt"] != nil
	proof := jwt.MapClaims{}
	read, _, err := jwt.NewParser().ParseUnverified(r.Header.Get(dpop.Header), proof)
	if err != nil {
		read = &jwt.Token{}
	}
	ifBound := func(holds func() bool) func() bool {
		return func() bool { return !isBound || holds() }
	}
	return []rule{
		{"rs.dpop.bound", func() bool { return strings.EqualFold(scheme, "DPoP") == isBound }},
		{"rs.dpop.present", ifBound(func() bool { return r.Header.Get(dpop.Header) != "" })},
		{"rs.dpop.target", ifBound(func() bool { return proof["htm"] == r.Method && proof["htu"] == "http://"+r.Host+r.URL.Path })},
		{"rs.dpop.fresh", ifBound(func() bool {
			iat, _ := proof.GetIssuedAt()
			return iat != nil && a.Now().Sub(iat.Time).Abs() < 30*time.Second
		})},
		{"rs.dpop.nonce", ifBound(func() bool { nonce, _ := proof["nonce"].(string); return a.nonces().Good(nonce) })},
		{"rs.dpop.ath", ifBound(func() bool { return proof["ath"] == dpop.AccessTokenHash(token.Raw) })},
		{"rs.dpop.jkt", ifBound(func() bool { return signerOf(read) == cnf["jkt"] })},
		{"rs.dpop.jti_replay", ifBound(func() bool { return a.isNew(proof["jti"]) })},
	}
}

// signerOf returns the thumbprint of the key that a proof is signed with (RFC 7638), or "".
func signerOf(proof *jwt.Token) string {
	raw, err := json.Marshal(proof.Header["jwk"])
	if err != nil {
		return ""
	}
	key, err := jose.ParseKey(raw, jose.KeyRules{})
	if err != nil {
		return ""
	}
	_, err = jwt.NewParser(jwt.WithoutClaimsValidation()).Parse(proof.Raw, func(*jwt.Token) (any, error) { return key.Public, nil })
	if err != nil {
		return ""
	}
	return key.Thumbprint()
}

// isNew reports whether a jti was not used before. It forgets none: a run of a lab is short.
func (a *API) isNew(jti any) bool {
	a.proofs.mu.Lock()
	defer a.proofs.mu.Unlock()
	if a.proofs.seen == nil {
		a.proofs.seen = map[string]bool{}
	}
	id, _ := jti.(string)
	isNew := id != "" && !a.proofs.seen[id]
	a.proofs.seen[id] = true
	return isNew
}
