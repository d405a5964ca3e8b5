package proxy_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/client/bff/internal/proxy"
)

// FuzzStepUpChallenge is WWW-Authenticate as a resource server, or whoever speaks
// in its place, may write it. What comes of it goes into a URL of ours.
func FuzzStepUpChallenge(f *testing.F) {
	for _, seed := range []string{
		`Bearer error="insufficient_user_authentication", acr_values="a b", max_age="5"`,
		`DPoP error=insufficient_user_authentication,max_age=0`,
		`Bearer error="insufficient_user_authentication", acr_values="\"\\", max_age="+5"`,
		`a="` + strings.Repeat(`\"`, 50),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, challenge string) {
		resp := &http.Response{StatusCode: http.StatusUnauthorized, Header: http.Header{"Www-Authenticate": {challenge}}}
		asked := proxy.WantsStepUp(resp)
		if asked == nil {
			return
		}
		wants := asked.Wants
		unfit := strings.ContainsFunc(wants.ACRValues, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' })
		switch {
		case !strings.Contains(challenge, "insufficient_user_authentication"):
			t.Error("a step-up that nobody asked for")
		case wants.IsZero(), unfit, len(wants.ACRValues) > 300:
			t.Errorf("got acr_values %q", wants.ACRValues)
		case wants.MaxAge != nil && (*wants.MaxAge < 0 || *wants.MaxAge > 999999999):
			t.Errorf("got max_age %d", *wants.MaxAge)
		}
	})
}
