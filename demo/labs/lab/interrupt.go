package lab

import (
	"fmt"
	"net/url"
	"strings"
)

// SignInUntil signs in as SignIn does, but does not open an address that begins with prefix. It returns
// that address: so an attacker gets a code that no client has redeemed. The error is a *Refusal if the
// address has an error instead.
func (b *Browser) SignInUntil(address, prefix string) (*url.URL, error) {
	b.Stops = func(to *url.URL) bool { return strings.HasPrefix(to.String(), prefix) }
	defer func() { b.Stops = nil }()
	if err := b.SignIn(address); err != nil {
		return nil, err
	}
	if b.Left == nil {
		return nil, fmt.Errorf("the browser of %s was not sent to %s, but to %s with %d", b.Username, prefix, b.At, b.Last().Status)
	}
	if q := b.Left.Query(); q.Has("error") {
		return nil, &Refusal{b.Last().Status, q.Get("error"), q.Get("error_description")}
	}
	return b.Left, nil
}

// Refused returns the *Refusal of the last response, or nil if it is no error.
func (b *Browser) Refused() error {
	last := b.Last()
	return Response{last.Status, last.Header, last.Body}.Refused()
}
