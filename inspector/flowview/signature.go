package flowview

import (
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/jose"
	"quartet.example/shared/trace"
)

// Signature is what a service recorded about the signature of a token. The inspector has no
// signature, and verifies nothing.
type Signature struct {
	Kind string    // ok, refused or plain: the kind of badge
	Text string    // for example "valid"
	With string    // algorithm and key, for example "ES256, key k1"
	By   string    // the service
	Why  string    // the broken rule, or ""
	At   *flow.Hop // the message during which it was verified or signed; nil if it is the message of the token
}

// Signatures returns what the services recorded about the token in p, which is in h: first the
// verifications, then who signed it. If no service verified it, the first one says so.
func Signatures(p trace.Param, h *flow.Hop, in flow.Flow) []Signature {
	var verified, signed []Signature
	add := func(by string, s jose.Signature, at *flow.Hop) {
		list := &verified
		if s.Status == jose.Signed {
			list = &signed
		}
		one := signature(by, s, at)
		if !slices.ContainsFunc(*list, func(o Signature) bool { return o.By == one.By && (o.Text == one.Text || s.Cached) }) {
			*list = append(*list, one)
		}
	}
	for _, o := range nearest(h, in) {
		for _, e := range []*trace.Event{o.Received, o.Sent} {
			for _, j := range judged(e, p) {
				at := o
				if o.First == h.First {
					at = nil
				}
				add(e.Service, j.Signature, at)
			}
		}
	}
	if len(verified) == 0 {
		verified = []Signature{{Kind: "plain", Text: "not checked by this service", With: details(claimOf(p.JWT.Header, "alg"), claimOf(p.JWT.Header, "kid"))}}
	}
	return append(verified, signed...)
}

// nearest returns h, and then the other messages of the flow.
func nearest(h *flow.Hop, in flow.Flow) []*flow.Hop {
	return append([]*flow.Hop{h}, slices.DeleteFunc(slices.Clone(in.Hops), func(o *flow.Hop) bool { return o.First == h.First })...)
}

// judged returns the outcomes in e for the token in p.
func judged(e *trace.Event, p trace.Param) []trace.Judged {
	if e == nil || p.Print == "" {
		return nil
	}
	var list []trace.Judged
	for _, j := range e.Tokens {
		if j.Print == p.Print {
			list = append(list, j)
		}
	}
	return list
}

func signature(by string, s jose.Signature, at *flow.Hop) Signature {
	one := Signature{Kind: "refused", Text: string(s.Status), With: details(s.Alg, s.KeyID), By: by, Why: s.Why, At: at}
	switch s.Status {
	case jose.Valid:
		one.Kind = "ok"
	case jose.Signed, jose.NotChecked:
		one.Kind = "plain"
	case jose.Refused, jose.Invalid, jose.KeyUnknown, jose.AlgRefused:
	}
	if s.Cached {
		one.Text += " (verified earlier)"
	}
	return one
}

// details returns algorithm and key, which is shortened: the header of the token has all of it.
func details(alg, key string) string {
	const length = 12
	if key == "" {
		return alg
	}
	if len(key) > length {
		key = strings.ToValidUTF8(key[:length-1], "") + "…"
	}
	return strings.TrimPrefix(alg+", key "+key, ", ")
}
