package jwa_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/jwa"
)

func TestEd25519(t *testing.T) { // RFC 9864 §2.2
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jwt.New(jwa.Ed25519).SignedString(private)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Parse(raw, func(*jwt.Token) (any, error) { return public, nil }, jwt.WithValidMethods([]string{"Ed25519"}))
	if err != nil || token.Header["alg"] != "Ed25519" {
		t.Errorf("got %v, %v", token, err)
	}
	if _, err := jwt.Parse(raw, func(*jwt.Token) (any, error) { return public, nil }, jwt.WithValidMethods([]string{"EdDSA"})); err == nil {
		t.Error("a parser for EdDSA takes Ed25519: lists must name both")
	}
	if jwa.Same("Ed25519") != "EdDSA" || jwa.Same("ES256") != "ES256" {
		t.Error("Same")
	}
}
