package apicheck

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"quartet.example/shared/jose/forge"
)

func formChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.token.malformed", Title: "refuses everything that is not a JWT in compact form",
			Attack: "Parts are missing or added, as in an encrypted token; the token is in the JSON serialization; there are spaces in it; header or payload is not a JSON object.",
			Spec:   "RFC 7515 §7.1, RFC 7519 §7.2, RFC 6750 §2.1",
			Fix:    "Let the JWT library parse the token, and answer 401 to every error, not 500.",
		}, statuses: malformed, attack: refuses(forms)},
		{Defence: Defence{
			ID: "api.token.long", Title: "stays available after very long tokens",
			Attack: "Two tokens of 60 KB: one is mostly filler, and one has lists in lists, which exhaust a recursive parser before the signature is verified.",
			Spec:   "RFC 9110 §5.4",
			Fix:    "Refuse tokens over a few KB before they are parsed. Most web servers can limit the size of a header field.",
		}, statuses: malformed, attack: long},
	}
}

func forms(f *forger) []attempt {
	token, key := f.valid(), f.key
	parts := strings.Split(token, ".")
	if f.err != nil {
		return nil
	}
	head, body := f.header(key, nil), f.claims(nil)
	signed := func(head, body string) string { return f.sign(key.Algorithm, key.Signer, head, body) }
	jwe := forge.Encode(`{"alg":"dir","enc":"A128GCM"}`) + ".." + parts[1] + "." + parts[1] + "." + parts[2]
	return []attempt{
		{name: "one part", token: parts[0]},
		{name: "only dots", token: ".."},
		{name: "four parts", token: token + "." + parts[2]},
		{name: "five parts, as an encrypted token", token: jwe},
		{name: "five parts, the first three valid", token: token + ".." + parts[2]},
		{name: "JSON serialization", token: `{"protected":"` + parts[0] + `","payload":"` + parts[1] + `","signature":"` + parts[2] + `"}`},
		{name: "a space within", token: parts[0] + "." + parts[1] + " ." + parts[2]},
		{name: "a tab within", token: parts[0] + ".\t" + parts[1] + "." + parts[2]},
		{name: "a second token after it", token: token + " " + token},
		{name: "after a comma", token: "x, " + token},
		{name: "in quotes", token: `"` + token + `"`},
		{name: "not base64url", token: "%%%." + parts[1] + "." + parts[2]},
		{name: "header not JSON", token: signed("x", body)},
		{name: "header null", token: signed("null", body)},
		{name: "header a list", token: signed("["+head+"]", body)},
		{name: "payload null", token: signed(head, "null")},
		{name: "payload a list", token: signed(head, "["+body+"]")},
		{name: "payload a number", token: signed(head, "1")},
		{name: "payload empty", token: signed(head, "")},
		{name: "payload with something after it", token: signed(head, body+"{}")},
		{name: "payload in invalid UTF-8", token: parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte{0xff, 0xfe}) + "." + parts[2]},
		{name: "not a token", token: "12345"},
	}
}

// long sends long tokens. A server may close the connection instead of answering, so only what happens
// afterwards counts.
func long(ctx context.Context, r *run) ([]string, error) {
	f := &forger{run: r}
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	body := strings.TrimSuffix(f.claims(nil), "}") + `,"x":` + deep + "}"
	for _, a := range []attempt{
		{name: "60 KB of filler", token: f.withClaims(object{"x": strings.Repeat("A", 45_000)})},
		{name: "20 000 lists in lists", token: f.sign(f.foreign.Algorithm, f.foreign.Signer, f.header(f.key, nil), body)},
	} {
		_, _ = r.send(ctx, a)
	}
	return r.afterwards(ctx), f.err
}

// afterwards returns what went wrong if the API does not accept a valid token after an attack.
func (r *run) afterwards(ctx context.Context) []string {
	f := &forger{run: r}
	e, err := r.send(ctx, attempt{name: "afterwards a valid token", token: f.valid()})
	switch {
	case err != nil:
		return []string{err.Error()}
	case !e.accepted():
		return []string{fmt.Sprintf("afterwards a valid token: %d, want it to be accepted", e.status)}
	}
	return nil
}
