package conformance_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/jose"
	"quartet.example/shared/trace"
)

// statuses returns the outcomes for the tokens of all messages of one kind, in their order. "" is a
// token that its receiver did not verify.
func statuses(events []trace.Event, of string) []jose.Status {
	var list []jose.Status
	for _, e := range events {
		if step(e) != of {
			continue
		}
		for _, p := range append(append([]trace.Param(nil), e.Headers...), e.Params...) {
			switch {
			case p.JWT == nil:
			case p.JWT.Signature == nil:
				list = append(list, "")
			default:
				list = append(list, p.JWT.Signature.Status)
			}
		}
	}
	return list
}

// judged returns the outcome that a service recorded while it answered a request, for the first token
// of the response to another one.
func judged(t *testing.T, events []trace.Event, during, response, name string) trace.Judged {
	t.Helper()
	print := ""
	for _, e := range events {
		if step(e) != response || e.Answer == nil {
			continue
		}
		for _, p := range e.Answer.Params {
			if p.Name == name {
				print = p.Print
			}
		}
	}
	if print == "" {
		t.Fatalf("%s was in no response to %s", name, response)
	}
	for _, e := range events {
		for _, j := range e.Tokens {
			if step(e) == during && j.Print == print {
				return j
			}
		}
	}
	t.Fatalf("%s: nothing is recorded about %s", during, name)
	return trace.Judged{}
}

// spoilt returns the token with another signature.
func spoilt(token string) string {
	at := strings.LastIndex(token, ".") + 1
	other := "A"
	if token[at] == 'A' {
		other = "B"
	}
	return token[:at] + other + token[at+1:]
}

// unsigned returns the token with alg none and without a signature (RFC 8725 §2.1).
func unsigned(token string) string {
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"at+jwt"}`))
	return header + token[strings.Index(token, "."):strings.LastIndex(token, ".")+1]
}

func TestSignatureStatusIsRecordedWhereTheTokenIsVerified(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	token := tokens(t, s).text(t, "access_token")
	for _, raw := range []string{token, token, spoilt(token), forged(t, s), unsigned(token)} {
		whoami(t, s, raw)
	}
	s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL + time.Minute)
	whoami(t, s, token)
	s.SignIn(t)
	const atAPI, redemption, callback = "service → resourceserver GET /whoami", "client → authserver POST /token", "browser → client GET /callback"
	events := recorded(t, s, []string{atAPI, atAPI, atAPI, atAPI, atAPI, atAPI, redemption, callback})

	t.Run("by the API", func(t *testing.T) {
		want := []jose.Status{jose.Valid, jose.Valid, jose.Invalid, jose.KeyUnknown, jose.AlgRefused, jose.Refused}
		got := statuses(events, atAPI)
		if len(got) != len(want) {
			t.Fatalf("got %q, want %q", got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("request %d: got %q, want %q", i+1, got[i], want[i])
			}
		}
	})
	t.Run("an ID token by the client, while it answers the browser", func(t *testing.T) {
		if got := judged(t, events, callback, redemption, "id_token"); got.Status != jose.Valid || got.Alg == "" || got.KeyID == "" {
			t.Errorf("got %+v, want valid, with alg and kid", got)
		}
	})
	t.Run("the authorization server signed both tokens", func(t *testing.T) {
		for _, name := range []string{"id_token", "access_token"} {
			if got := judged(t, events, redemption, redemption, name); got.Status != jose.Signed || got.KeyID == "" {
				t.Errorf("%s: got %+v, want signed, with its kid", name, got)
			}
		}
	})
	t.Run("a token that an API introspects is verified by the authorization server", func(t *testing.T) {
		basic(t, s.Issuer+"/introspect", "notes-api", map[string][]string{"token": {tokens(t, s).text(t, "access_token")}})
		const introspection = "service → authserver POST /introspect"
		if got := statuses(recorded(t, s, []string{introspection}), introspection); len(got) != 1 || got[0] != jose.Valid {
			t.Errorf("got %q, want valid", got)
		}
	})
}
