// Package forgeajwt is lab 8: access tokens that the authorization server did not issue as such.
//
//	lab.go     the attacks
//	header.go  those that change how the token is verified
//	claims.go  those with a valid signature
//	README.md  the text for learners
package forgeajwt

import (
	_ "embed"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "08", Slug: "forge-a-jwt", Title: "Forge a JWT", Minutes: 20, README: readme,
	Specs:    []string{"RFC 8725 §2", "RFC 8725 §3", "RFC 9068 §4"},
	Careless: lab.OnlyAPI,
	Seconds:  30,
	Attacks: []lab.Attack{
		{Slug: "none", Title: "sends a token without a signature", Run: withoutSignature, Stops: []string{"rs.jwt.alg_allow", "rs.jwt.kid_known", "rs.jwt.sig"}, Refusal: refusal},
		{Slug: "public-key", Title: "signs with the public key as the secret of HMAC", Run: withPublicKey, Stops: []string{"rs.jwt.alg_allow", "rs.jwt.kid_known", "rs.jwt.sig"}, Refusal: refusal},
		{Slug: "key-in-header", Title: "sends her own key in the header", Run: withOwnKey, Stops: []string{"rs.jwt.kid_known", "rs.jwt.sig"}, Refusal: refusal},
		{Slug: "key-address", Title: "sends the address of her own key in the header", Run: withOwnAddress, Stops: []string{"rs.jwt.kid_known", "rs.jwt.sig"}, Refusal: refusal},
		{Slug: "unknown-key", Title: "names a key that nobody has", Run: withUnknownKey, Stops: []string{"rs.jwt.kid_known", "rs.jwt.sig"}, Refusal: refusal},
		{Slug: "id-token", Title: "uses an ID token as an access token", Run: withIDToken, Stops: []string{"rs.jwt.typ", "rs.jwt.alg_allow", "rs.aud", "rs.jwt.claims", "rs.scope"}},
		{Slug: "expired", Title: "uses an access token from an old log", Run: withOldToken, Stops: []string{"rs.jwt.exp"}, Refusal: refusal},
		{Slug: "two-issuers", Title: "names two issuers in one token", Run: withTwoIssuers, Stops: []string{"rs.token.format", "rs.jwt.kid_known", "rs.jwt.sig"}, Refusal: refusal},
		{Slug: "upper-case", Title: "names a second issuer in upper case", Run: withUpperCase, Stops: []string{"rs.jwt.iss", "rs.jwt.kid_known", "rs.jwt.sig"}, Refusal: refusal},
	},
}

const refusal = "invalid_token"
