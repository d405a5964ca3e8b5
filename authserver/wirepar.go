package authserver

import (
	"quartet.example/authserver/internal/dpop"
	"quartet.example/authserver/internal/par"
	proof "quartet.example/shared/dpop"
)

// wirePAR makes the endpoint for pushed requests. It checks them as /authorize
// does, so that one comes first.
func (s *Server) wirePAR() {
	s.par = &par.Handler{
		Clients: s.clients, Requests: s.authorize, Pushed: s.store, Proofs: s.proofs, Now: s.deps.Now,
		TTL: s.cfg.PARTTL, Linger: s.cfg.TransactionTTL,
	}
}

// verifier makes what verifies proofs of possession. Replicas have one seal key,
// so they agree on nonces.
func (s *Server) verifier() *dpop.Verifier {
	v := &dpop.Verifier{Issuer: s.cfg.Issuer, Used: s.store, Now: s.deps.Now, Window: s.cfg.DPoPWindow}
	if s.cfg.DPoPNonce == "required" {
		v.Nonces = &proof.Nonces{Key: s.nonceKey[:], Now: s.deps.Now}
	}
	return v
}
