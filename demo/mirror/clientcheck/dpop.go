package clientcheck

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose/forge"
)

// dpopScenarios look at the proofs of a client that uses DPoP (RFC 9449).
var dpopScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.dpop.proof", Title: "makes proofs for the request that they are sent with", Spec: "RFC 9449 §4.2",
			Attack: "A proof is not for this method and address, this time or this access token, or is not signed with its own key. A strict server refuses it, and a lenient one accepts it for other requests too.",
			Fix:    "Set htm, htu, iat, jti, and with an access token ath, for each request.",
		},
		needs: []need{usesDPoP},
		try:   proofs,
	},
	{
		Defence: report.Defence{
			ID: "client.dpop.fresh", Title: "makes a new proof for each request", Spec: "RFC 9449 §11.1",
			Attack: "A proof is sent twice. Servers that detect replay refuse the second request.",
			Fix:    "Make a new jti of at least 96 random bits for each request, also when a request is repeated.",
		},
		needs: []need{usesDPoP},
		try: func(_ context.Context, c *checker) ([]string, error) {
			used := map[string]bool{}
			for _, p := range c.proofs() {
				if used[p.id] {
					return []string{p.to + ": the proof has a jti that was used before"}, nil
				}
				used[p.id] = true
			}
			return nil, nil
		},
	},
	{
		Defence: report.Defence{
			ID: "client.dpop.nonce", Title: "repeats a request with the nonce that the server asks for", Spec: "RFC 9449 §8",
			Attack: "The token endpoint answers use_dpop_nonce. Servers do that to refuse proofs that were made in advance.",
			Fix:    "If a response has the error use_dpop_nonce, send the request once more with a new proof that has the value of DPoP-Nonce as nonce.",
		},
		needs: []need{usesDPoP},
		try: func(ctx context.Context, c *checker) ([]string, error) {
			a, err := c.signIn(ctx, hostile.Conduct{Nonce: "check-client-nonce"})
			if err != nil || a.signedIn() {
				return nil, err
			}
			return []string{fmt.Sprintf("the client sent %d token requests, and did not sign the user in", len(a.records(hostile.Token)))}, nil
		},
	},
}

// verified is a proof as it was received, and what is wrong with it.
type verified struct {
	to  string
	id  string // jti
	err error
}

// proofs verifies the proofs of all requests so far to endpoints that accept proofs. The clock of the
// client may differ by some minutes, and the run may have taken some.
func (c *checker) proofs() []verified {
	var all []verified
	for _, r := range c.provider.Records() {
		raw, err := dpop.Read(r.Header)
		if raw == "" && err == nil || r.Endpoint != hostile.Token && r.Endpoint != hostile.Userinfo {
			continue
		}
		_, access, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if r.Endpoint == hostile.Token {
			access = ""
		}
		_, failed := dpop.Parse(context.Background(), raw, dpop.Request{
			Method: r.Method, URI: c.provider.Issuer + r.URL.Path, AccessToken: access, Now: c.Now(), Window: 15 * time.Minute,
		})
		token, _ := forge.Parse(raw) // the zero value if it cannot be read
		all = append(all, verified{r.Method + " " + r.URL.Path, fmt.Sprint(token.Claims["jti"]), errors.Join(err, failed)})
	}
	return all
}

func proofs(_ context.Context, c *checker) (seen []string, err error) {
	for _, p := range c.proofs() {
		if p.err != nil {
			seen = append(seen, p.to+": "+p.err.Error())
		}
	}
	return seen, nil
}
