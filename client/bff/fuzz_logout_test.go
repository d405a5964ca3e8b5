package bff_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

const goodLogout = `{"iss":"ISS","aud":"notes","iat":NOW,"exp":NOW,"jti":"JTI","sub":"alice","sid":"op-session","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}`

// Whatever the issuer's key has signed, be it an ID token or nonsense: it ends
// sessions only if it is a logout token in every respect, and never confuses us.
// In the input ISS, NOW and JTI stand for the right values.
func FuzzLogoutToken(f *testing.F) {
	r := quiet(f)
	f.Add(`{"alg":"RS256","kid":"k1","typ":"logout+jwt"}`, goodLogout)
	f.Add(`{"alg":"RS256","kid":"k1"}`, strings.Replace(goodLogout, `"sid":"op-session",`, "", 1))
	f.Add(`{"alg":"RS256","kid":"k1","typ":"JWT"}`, strings.Replace(goodLogout, `"jti"`, `"nonce":null,"jti"`, 1))
	f.Add(`{"alg":"none"}`, goodLogout)
	f.Add(`{"alg":"RS256","b64":false,"crit":["b64"]}`, `{"iss":"ISS","aud":["notes",1],"iat":1e400,"events":[]}`)
	n := 0
	f.Fuzz(func(t *testing.T, header, claims string) {
		r.clock.Move(time.Second) // keys may be fetched again
		n++
		filled := strings.NewReplacer("ISS", r.URL, "NOW", strconv.FormatInt(r.clock.Now().Unix(), 10), "JTI", strconv.Itoa(n)).Replace(claims)
		resp := hear(t, r.app, r.SignRaw(header, filled))
		switch {
		case resp.StatusCode == http.StatusOK && !isLogout(filled, r.URL):
			t.Errorf("%s %s: got 200", header, filled)
		case resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusBadRequest:
			t.Errorf("%s %s: got %d", header, filled, resp.StatusCode)
		}
	})
}

// isLogout is OIDC Back-Channel Logout §2.6 once more, in other words. Names of
// claims are compared without case, as encoding/json does.
func isLogout(claims, issuer string) bool {
	var all map[string]any
	if json.Unmarshal([]byte(claims), &all) != nil {
		return false
	}
	has := func(name string, like func(v any) bool) bool {
		for key, v := range all {
			if strings.EqualFold(key, name) && like(v) {
				return true
			}
		}
		return false
	}
	return has("iss", func(v any) bool { return v == issuer }) && has("events", isLogoutEvent) && has("jti", isText) &&
		!has("nonce", func(any) bool { return true }) && (has("sid", isText) || has("sub", isText))
}

func isLogoutEvent(v any) bool {
	events, _ := v.(map[string]any)
	_, is := events["http://schemas.openid.net/event/backchannel-logout"].(map[string]any)
	return is
}

func isText(v any) bool { s, ok := v.(string); return ok && s != "" }
