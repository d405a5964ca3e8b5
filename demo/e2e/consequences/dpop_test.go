package consequences_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/shared/dpop"
)

// holder has a key and makes DPoP proofs with it.
type holder struct {
	*dpop.Signer
	world *world
}

func (s *world) holder(t testing.TB) holder {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dpop.NewSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	return holder{signer, s}
}

func (h holder) proof(t testing.TB, method, uri, accessToken string) string {
	t.Helper()
	proof, err := h.Proof(t.Context(), dpop.Request{Method: method, URI: uri, AccessToken: accessToken, Now: h.world.Clock.Now()}, "")
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

// proofs tests that a bound token needs a fresh proof with its key, made for this request, which
// works once (RFC 9449 §4.3, §7).
func proofs(t *testing.T, s *world) {
	owner, thief := s.holder(t), s.holder(t)
	toToken := func(h holder) string { return h.proof(t, http.MethodPost, s.Issuer+"/token", "") }
	b := s.browser(t)
	g := s.allow(t, b, "native", offline)
	first := toToken(owner)
	g.keep(g.redeem(t, "native", dpop.Header, first).ok(t))
	call := func(path, method, proof string) answer {
		return s.do(t, method, s.API+path, "", "Authorization", "DPoP "+g.access, dpop.Header, proof)
	}
	toNotes := func(h holder) string { return h.proof(t, http.MethodGet, s.API+"/notes", g.access) }

	for name, after := range map[string]time.Duration{"at once": 0, "5 s later": 5 * time.Second, "25 s later": 25 * time.Second} {
		t.Run("CF-30 a proof replayed at the API "+name, func(t *testing.T) {
			proof := toNotes(owner)
			call("/notes", http.MethodGet, proof).ok(t)
			s.later(after)
			call("/notes", http.MethodGet, toNotes(owner)).ok(t)
			call("/notes", http.MethodGet, proof).refused(t, http.StatusUnauthorized, "rs.dpop.jti_replay")
		})
	}
	t.Run("CF-30 an unused proof expires", func(t *testing.T) {
		proof := toNotes(owner)
		s.later(32 * time.Second)
		call("/notes", http.MethodGet, proof).refused(t, http.StatusUnauthorized, "rs.dpop.fresh")
	})
	for name, c := range map[string]struct{ path, method, proof, check string }{
		"CF-30 a proof for another URL":          {"/whoami", http.MethodGet, toNotes(owner), "rs.dpop.target"},
		"CF-30 a proof for another method":       {"/notes", http.MethodPost, toNotes(owner), "rs.dpop.target"},
		"N-09 a proof of another key":            {"/notes", http.MethodGet, toNotes(thief), "rs.dpop.jkt"},
		"CF-30 a proof without the access token": {"/notes", http.MethodGet, owner.proof(t, http.MethodGet, s.API+"/notes", ""), "rs.dpop.ath"},
	} {
		t.Run(name, func(t *testing.T) {
			call(c.path, c.method, c.proof).refused(t, http.StatusUnauthorized, c.check)
		})
	}
	t.Run("N-09 the bound token is refused as a bearer token", func(t *testing.T) {
		s.api(t, g.access).refused(t, http.StatusUnauthorized, "rs.dpop.bound")
	})
	refresh := func(proof string) answer {
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {g.refresh}}
		if proof == "" {
			return s.post(t, "/token", "native", form)
		}
		return s.post(t, "/token", "native", form, dpop.Header, proof)
	}
	t.Run("a proof replayed at the token endpoint, and nothing is used up", func(t *testing.T) {
		proof := toToken(owner)
		g.keep(refresh(proof).ok(t))
		s.later(20 * time.Second)
		refresh(proof).refused(t, http.StatusBadRequest, "as.dpop.jti_replay")
	})
	t.Run("a stolen refresh token cannot be used without the key, and stays valid for the client", func(t *testing.T) {
		refresh(toToken(thief)).refused(t, http.StatusBadRequest, "as.refresh.dpop_bound")
		refresh("").refused(t, http.StatusBadRequest, "as.refresh.dpop_bound")
		g.keep(refresh(toToken(owner)).ok(t))
	})
	t.Run("E-01 a stale token of a bound grant ends it, whatever key comes with it", func(t *testing.T) {
		stale := *g
		g.keep(refresh(toToken(owner)).ok(t))
		s.later(11 * time.Second)
		current := g.refresh
		g.refresh = stale.refresh
		refresh(toToken(thief)).refused(t, http.StatusBadRequest, "as.refresh.reuse")
		g.refresh = current
		refresh(toToken(owner)).refused(t, http.StatusBadRequest, "as.refresh.current")
	})
}
