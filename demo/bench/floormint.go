package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// floorKeys are those that sign; the set that is published has as many as ours.
type floorKeys struct {
	es256 *ecdsa.PrivateKey
	rs256 *rsa.PrivateKey
}

func newFloorKeys() (k floorKeys, err error) {
	if k.es256, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return k, err
	}
	k.rs256, err = rsa.GenerateKey(rand.Reader, 2048)
	return k, err
}

// accessToken is RFC 9068 §2.
func (k floorKeys) accessToken(at addresses, subject, client, scope string) (string, error) {
	now := time.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodES256, struct {
		jwt.RegisteredClaims
		ClientID string `json:"client_id"`
		Scope    string `json:"scope"`
	}{jwt.RegisteredClaims{
		Issuer: at.Auth, Subject: subject, Audience: jwt.ClaimStrings{at.API},
		ExpiresAt: jwt.NewNumericDate(now.Add(5 * time.Minute)), IssuedAt: jwt.NewNumericDate(now), ID: random(),
	}, client, scope})
	token.Header["typ"], token.Header["kid"] = "at+jwt", "es256"
	return token.SignedString(k.es256)
}

// idToken is OpenID Connect Core §2.
func (k floorKeys) idToken(at addresses, issued floorCode) (string, error) {
	now := time.Now()
	claims := struct {
		jwt.RegisteredClaims
		AuthTime int64  `json:"auth_time"`
		Nonce    string `json:"nonce,omitempty"`
	}{jwt.RegisteredClaims{
		Issuer: at.Auth, Subject: issued.Subject, Audience: jwt.ClaimStrings{issued.Client},
		ExpiresAt: jwt.NewNumericDate(now.Add(5 * time.Minute)), IssuedAt: jwt.NewNumericDate(now),
	}, issued.AuthTime.Unix(), issued.Nonce}
	if issued.Client == benchRS256 {
		token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
		token.Header["kid"] = "rs256"
		return token.SignedString(k.rs256)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodES256, claims)
	token.Header["kid"] = "es256"
	return token.SignedString(k.es256)
}
