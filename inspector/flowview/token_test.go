package flowview_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/jose"
	"quartet.example/shared/trace"
)

// token returns a parameter with a JWT. claims are names and values in turn.
func token(name, in, typ string, claims ...string) trace.Param {
	p := trace.Param{Name: name, In: in, Masked: true, Len: 400, Print: "feed00000000", JWT: &trace.JWT{
		Header: []trace.Param{{Name: "alg", In: "jose", Value: "ES256"}, {Name: "kid", In: "jose", Value: "k1"}},
	}}
	if typ != "" {
		p.JWT.Header = append(p.JWT.Header, trace.Param{Name: "typ", In: "jose", Value: typ})
	}
	for i := 0; i+1 < len(claims); i += 2 {
		p.JWT.Claims = append(p.JWT.Claims, trace.Param{Name: claims[i], In: "claim", Value: claims[i+1]})
	}
	return p
}

func request(p trace.Param) *flow.Hop {
	e := trace.Event{Service: trace.ResourceServer, From: trace.Client, To: trace.ResourceServer, Headers: []trace.Param{p}}
	return &flow.Hop{First: "1-0", N: 1, Event: e, Received: &e}
}

func TestWhatATokenIsFor(t *testing.T) {
	for name, tt := range map[string]struct {
		p    trace.Param
		want string
	}{
		"an access token":          {token("access_token", "body", "at+jwt", "aud", "http://api"), "Access token, for the API"},
		"with its full media type": {token("access_token", "body", "application/at+jwt"), "Access token, for the API"},
		"an ID token":              {token("id_token", "body", "JWT", "nonce", "n"), "ID token, for the client"},
		"an ID token as a hint":    {token("id_token_hint", "query", ""), "ID token, for the client"},
		"a logout token":           {token("logout_token", "body", "logout+jwt"), "Logout token, for the client"},
		"a DPoP proof":             {token("Dpop", "header", "dpop+jwt"), "DPoP proof, for this request only"},
		"a client assertion":       {token("client_assertion", "body", ""), "Client assertion, for the authorization server"},
		"an introspection answer":  {token("token", "body", "token-introspection+jwt"), "Introspection response, for the resource server that asked"},
		"another JWT":              {token("token", "body", ""), "Token, of an unknown kind"},
		"a refresh token":          {trace.Param{Name: "refresh_token", In: "body", Masked: true, Len: 43}, "Refresh token, for the authorization server, opaque"},
		"an opaque access token":   {trace.Param{Name: "Authorization", In: "header", Attrs: "Bearer", Masked: true, Len: 43}, "Access token, for the API, opaque"},
	} {
		t.Run(name, func(t *testing.T) {
			all := flowview.Tokens(request(tt.p), flow.Flow{})
			if len(all) != 1 {
				t.Fatalf("got %d tokens, want 1", len(all))
			}
			got := all[0].Name + ", " + all[0].For
			if all[0].Opaque {
				got += ", opaque"
			}
			if got != tt.want || all[0].Warning != "" {
				t.Errorf("got %q, %q, want %q and no warning", got, all[0].Warning, tt.want)
			}
		})
	}
}

func TestAnIDTokenUsedAsAnAccessTokenIsWarnedOf(t *testing.T) {
	p := token("Authorization", "header", "JWT", "aud", "notes", "nonce", "n")
	p.Attrs = "Bearer"
	got := flowview.Tokens(request(p), flow.Flow{})[0]
	if got.Name != "ID token" || !strings.Contains(got.Warning, "used as an access token") {
		t.Errorf("got %s, %q", got.Name, got.Warning)
	}
	p.JWT.Header[2].Value = "logout+jwt"
	if got := flowview.Tokens(request(p), flow.Flow{})[0]; !strings.Contains(got.Warning, "Logout token") {
		t.Errorf("a logout token: got %q", got.Warning)
	}
}

func TestLifetimeAndBinding(t *testing.T) {
	p := token("access_token", "body", "at+jwt", "iat", "1000", "exp", "1300", "aud", "http://api", "cnf", "jkt abc")
	got := flowview.Tokens(request(p), flow.Flow{})[0]
	for at, want := range map[int64]time.Duration{1000: 5 * time.Minute, 1299: time.Second, 1300: 0, 9999: 0} {
		if left := got.Left(time.Unix(at, 0)); left != want {
			t.Errorf("at %d: got %s left, want %s", at, left, want)
		}
	}
	if got.Life() != 5*time.Minute || got.Audience != "http://api" || got.Binding != "the key with the thumbprint abc" {
		t.Errorf("got %+v", got)
	}
	for _, forged := range []string{"", "x", "-1", "1e300", "NaN", "9223372036854775808"} {
		p := token("access_token", "body", "at+jwt", "iat", forged, "exp", forged)
		if got := flowview.Tokens(request(p), flow.Flow{})[0]; !got.Expires.IsZero() || got.Life() != 0 || got.Left(time.Unix(0, 0)) != 0 {
			t.Errorf("exp %q: got %s", forged, got.Expires)
		}
	}
}

// The status is what the services recorded, at this message or at another one of the flow.
func TestSignatureStatusIsTheOneOfTheServices(t *testing.T) {
	for name, tt := range map[string]struct {
		here, there *jose.Signature
		want        []string
	}{
		"verified here":        {&jose.Signature{Status: jose.Valid, Alg: "ES256", KeyID: "k1"}, nil, []string{"ok valid ES256, key k1 resourceserver"}},
		"refused here":         {&jose.Signature{Status: jose.AlgRefused, Alg: "none"}, nil, []string{"refused algorithm refused none resourceserver"}},
		"the key is unknown":   {&jose.Signature{Status: jose.KeyUnknown, Alg: "ES256", KeyID: "k9"}, nil, []string{"refused key unknown ES256, key k9 resourceserver"}},
		"forged":               {&jose.Signature{Status: jose.Invalid}, nil, []string{"refused invalid  resourceserver"}},
		"verified later":       {nil, &jose.Signature{Status: jose.Valid}, []string{"ok valid  client 2"}},
		"signed, not verified": {&jose.Signature{Status: jose.Signed}, nil, []string{"plain not checked by this service ES256, key k1 ", "plain signed  resourceserver"}},
		"nobody said anything": {nil, nil, []string{"plain not checked by this service ES256, key k1 "}},
	} {
		t.Run(name, func(t *testing.T) {
			h := request(token("Authorization", "header", "at+jwt"))
			other := &flow.Hop{First: "2-0", N: 2, Received: &trace.Event{Service: trace.Client}}
			if tt.here != nil {
				h.Received.Tokens = []trace.Judged{{Print: "feed00000000", Signature: *tt.here}, {Print: "dead00000000", Signature: jose.Signature{Status: jose.Invalid}}}
			}
			if tt.there != nil {
				other.Received.Tokens = []trace.Judged{{Print: "feed00000000", Signature: *tt.there}}
			}
			var got []string
			for _, s := range flowview.Tokens(h, flow.Flow{Hops: []*flow.Hop{h, other}})[0].Signatures {
				line := s.Kind + " " + s.Text + " " + s.With + " " + s.By
				if s.At != nil {
					line += " 2"
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
