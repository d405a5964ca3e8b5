// Package dpop is lab 14: an access token that is bound to a key, and a thief who has only the token.
//
//	lab.go     the attacks
//	stolen.go  those with something that was stolen
//	early.go   those by a thief who comes before the app
//	holder.go  a program that has a key
//	README.md  the text for learners
package dpop

import (
	_ "embed"

	"quartet.example/demo/labs/lab"
	"quartet.example/demo/stack"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "14", Slug: "dpop", Title: "DPoP: a stolen token that fails", Minutes: 20, README: readme, Seconds: 30,
	Specs:    []string{"RFC 9449 §4.3", "RFC 9449 §7.1", "RFC 9449 §10"},
	Careless: lab.OnlyAPI, Configure: requireNonces,
	Attacks: []lab.Attack{
		{Slug: "bearer", Title: "sends a bound token as a bearer token", Run: asBearer, Stops: []string{"rs.dpop.bound"}, Refusal: "invalid_token"},
		{Slug: "no-proof", Title: "sends a bound token without a proof", Run: withoutProof, Stops: []string{"rs.dpop.present"}, Refusal: "invalid_dpop_proof"},
		{Slug: "own-key", Title: "makes a proof with her own key", Run: withOwnKey, Stops: []string{"rs.dpop.jkt"}, Refusal: "invalid_token"},
		{Slug: "replay", Title: "sends token and proof again", Run: again, Stops: []string{"rs.dpop.jti_replay"}, Refusal: "invalid_dpop_proof"},
		{Slug: "other-request", Title: "uses the proof of another request", Run: forOtherRequest, Stops: []string{"rs.dpop.target"}, Refusal: "invalid_dpop_proof"},
		{Slug: "no-ath", Title: "uses a proof that was made for no token", Run: forNoToken, Stops: []string{"rs.dpop.ath"}, Refusal: "invalid_dpop_proof"},
		{Slug: "prepared", Title: "uses a proof that was made for later", Run: forLater, Stops: []string{"rs.dpop.nonce"}, Refusal: "use_dpop_nonce"},
		{Slug: "code-first", Title: "binds a stolen code to her own key", Run: codeFirst, Stops: []string{"as.dpop.code_bound"}, Refusal: "invalid_grant"},
	},
	Honest: func(s *lab.Scene) error {
		alice, tokens, err := signIn(s)
		if err != nil {
			return err
		}
		return alice.reads(tokens.AccessToken)
	},
}

// requireNonces makes the reference require nonces at the API. That is a setting.
func requireNonces(_ *lab.Scene, settings *stack.Settings) error {
	settings.Resourceserver.DPoPNonceKey = config.Secret(oauth.NewSecret())
	return nil
}
