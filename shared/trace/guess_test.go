package trace_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
)

// guessable are values that an attacker finds by trying a million values a second.
var guessable = map[string]string{
	"a one-time password of 6 digits": "493817", "a PIN": "0042", "a user code": "WDJB-MJHT", "a username": "mallory@corp.example",
	"a password": "correct-horse-battery", "padded digits": "000000000000000000000000000000000493817", "a number behind a prefix": "urn:ietf:params:oauth:request_uri:493817",
	"a URL with a number": "https://app.localhost/invitations/493817", "digits of full width": "４９３８１７４９",
}

// Whatever its name and place, no event may contain anything by which somebody could confirm a
// guess of a guessable value, even with the key of fingerprints.
func TestGuessableValuesHaveNoFingerprint(t *testing.T) {
	names := []string{"otp", "pin", "user_code", "username", "password", "login_hint", "mystery", "__Host-quartet-client-session"}
	for _, e := range trace.Entries() {
		if e.Links || e.Class == trace.Credential || e.Class == trace.Binding || e.Class == trace.Secret {
			names = append(names, e.Name)
		}
	}
	for kind, value := range guessable {
		for _, name := range names {
			if name == "jti" {
				continue // client_id and the like are shown on purpose, they are not secrets
			}
			rdb := redistest.New(t)
			sink := trace.RedisSink(rdb)
			req := form("/login?"+url.Values{name: {value}}.Encode(), url.Values{name: {value}})
			req.Header.Set("Cookie", name+"="+url.QueryEscape(value))
			req.Header.Set("Authorization", "Bearer "+value)
			recorder("authserver", sink).Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				w.Header().Set("Location", "/next?"+url.Values{name: {value}}.Encode())
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusSeeOther)
				_, _ = fmt.Fprintf(w, "{%q:%q}", name, value)
			})).ServeHTTP(httptest.NewRecorder(), req)
			if err := sink.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			held := fmt.Sprint(rdb.XRange(t.Context(), trace.Stream, "-", "+").Val())
			mac := hmac.New(sha256.New, []byte("key of this test"))
			mac.Write([]byte(value))
			for what, trail := range map[string]string{
				"value": value, "keyed hash": hex.EncodeToString(mac.Sum(nil))[:12], "hash": oauth.Hash(value), "fingerprint": `"print"`,
			} {
				// ignores short numbers that occur by chance within an id or a time
				if regexp.MustCompile(`(^|[^0-9A-Za-z.])` + regexp.QuoteMeta(trail) + `($|[^0-9A-Za-z])`).MatchString(held) {
					t.Errorf("%s as %s: its %s is in Redis", kind, name, what)
				}
			}
		}
	}
}

// The stream must be the only key in Redis: the key of fingerprints must not be stored there.
func TestTheKeyIsNotInRedis(t *testing.T) {
	rdb := redistest.New(t)
	sink := trace.RedisSink(rdb)
	recorder("authserver", sink).Middleware(http.HandlerFunc(readForm)).ServeHTTP(httptest.NewRecorder(), form("/token", url.Values{"code": {oauth.NewSecret()}}))
	if err := sink.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if keys := rdb.Keys(t.Context(), "*").Val(); len(keys) != 1 || keys[0] != trace.Stream {
		t.Errorf("got %v, want %s alone", keys, trace.Stream)
	}
}

// Services with the same secret have the same key; without a secret each has a random one.
func TestKeyFrom(t *testing.T) {
	one, same, other := trace.KeyFrom("a secret of all services"), trace.KeyFrom("a secret of all services"), trace.KeyFrom("another")
	if len(one) != 32 || string(one) != string(same) || string(one) == string(other) || trace.KeyFrom("") != nil {
		t.Error("keys do not follow their secrets")
	}
}

// A secret that is sent as the whole body, without a name, must be masked.
func TestASecretWithoutANameIsMasked(t *testing.T) {
	for _, body := range []string{
		"hunter2", "493817", "hunter2=", "hun%20ter2", "a=1&hunter2", "&hunter2&", "grant_type=x&hunter2",
		"hunter2=1", "hunter2==", "=hunter2", "x=hunter2", "hunter2=hunter2&hunter2", "x&hunter2=1", "493817=x",
	} {
		req := httptest.NewRequest(http.MethodPost, "http://auth.localhost:9000/token", strings.NewReader(body))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		_, e := exchange(t, readForm, req)
		if shown := fmt.Sprintf("%+v", e.Params); strings.Contains(shown, "ter2") || strings.Contains(shown, "493817") {
			t.Errorf("%s: got %s", body, shown)
		}
	}
}
