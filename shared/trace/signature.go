package trace

import (
	"slices"

	"quartet.example/shared/jose"
)

// maxTokens is the maximum number of tokens in Event.Tokens.
const maxTokens = 32

// judged adds the outcome for a token that was verified or signed in the context of the exchange. It
// keeps the fingerprint of the token only.
func (x *exchange) judged(token string, s jose.Signature) {
	s.Alg, s.KeyID, s.Why = clip(s.Alg), clip(s.KeyID), clip(s.Why)
	one := Judged{Print: x.recorder.fingerprint(token), Signature: s}
	if one.Print == "" {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if i := slices.IndexFunc(x.tokens, func(j Judged) bool { return j.Print == one.Print }); i >= 0 {
		x.tokens = slices.Clone(x.tokens) // finish may have handed the list out
		x.tokens[i] = one
		return
	}
	if len(x.tokens) < maxTokens {
		x.tokens = append(x.tokens, one)
	}
}

// judge adds the outcomes to e, and each one also to its token, if that is in e.
func (e *Event) judge(tokens []Judged) {
	if len(tokens) == 0 {
		return
	}
	e.Tokens = tokens
	e.Headers, e.Params = signed(e.Headers, tokens), signed(e.Params, tokens)
	if e.Answer != nil {
		e.Answer.Headers, e.Answer.Params = signed(e.Answer.Headers, tokens), signed(e.Answer.Params, tokens)
	}
}

// signed returns params with the outcomes for their tokens. It changes a copy, because the event that
// the request arrived shares the original.
func signed(params []Param, tokens []Judged) []Param {
	copied := false
	for i, p := range params {
		at := slices.IndexFunc(tokens, func(j Judged) bool { return j.Print == p.Print })
		if p.JWT == nil || at < 0 {
			continue
		}
		if !copied {
			params, copied = slices.Clone(params), true
		}
		params[i].JWT = &JWT{Header: p.JWT.Header, Claims: p.JWT.Claims, Signature: &tokens[at].Signature}
	}
	return params
}
