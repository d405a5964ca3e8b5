package provider

import (
	"bytes"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// minRSABits is the shortest RSA key that may verify a signature (RFC 7518 §3.3).
const minRSABits = 2048

var errNoKeys = errors.New("no key of the issuer can be used")

// keepUsable replaces the key set in a response by the keys that can be used. An issuer
// may publish keys of types that this client does not support, which must be ignored (RFC
// 7517 §5), but the JOSE library would refuse the whole set. A set without any usable key is
// an error.
func (p *Provider) keepUsable(resp *http.Response) (*http.Response, error) {
	defer func() { _ = resp.Body.Close() }()
	document, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	set, left, err := usableKeys(document)
	if err != nil {
		return nil, err
	}
	p.logLeftOut(left)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(set)), int64(len(set))
	resp.Header.Del("Content-Length")
	return resp, nil
}

// usableKeys returns the JWK Set with the keys that can verify a signature, and for each
// other one why it was left out.
func usableKeys(document []byte) (set []byte, left []string, err error) {
	var all struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(document, &all); err != nil {
		return nil, nil, err
	}
	keys := all.Keys[:0:0]
	for i, member := range all.Keys {
		if err := problemOf(member); err != nil {
			left = append(left, fmt.Sprintf("key %d: %.100s", i+1, err))
			continue
		}
		keys = append(keys, member)
	}
	if len(keys) == 0 {
		return nil, left, fmt.Errorf("%w: %s", errNoKeys, strings.Join(left, "; "))
	}
	all.Keys = keys
	set, err = json.Marshal(all)
	return set, left, err
}

// problemOf tells why a member of a JWK Set cannot verify a signature, nil if it can.
func problemOf(member json.RawMessage) error {
	var key jose.JSONWebKey
	if err := json.Unmarshal(member, &key); err != nil {
		return errors.New("it cannot be read, or is of a type that is not supported")
	}
	public, isRSA := key.Key.(*rsa.PublicKey)
	switch {
	case !key.Valid() || !key.IsPublic():
		return errors.New("it is not a public key")
	case key.Use != "" && key.Use != "sig":
		return errors.New("it is not for signatures")
	case isRSA && public.N.BitLen() < minRSABits:
		return fmt.Errorf("an RSA key of %d bits is too short", public.N.BitLen())
	}
	return nil
}

// logLeftOut logs the keys that were ignored, once for each different set of them.
func (p *Provider) logLeftOut(left []string) {
	text := strings.Join(left, "; ")
	p.mu.Lock()
	known := p.left == text
	p.left = text
	p.mu.Unlock()
	if !known && text != "" && p.Log != nil {
		p.Log.Warn("keys of the issuer left out", slog.String("issuer", p.Issuer), slog.String("keys", text))
	}
}
