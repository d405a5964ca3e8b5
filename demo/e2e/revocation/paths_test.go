package revocation_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/admin"
)

// path is a way to end an access token before it expires.
type path struct {
	name string
	take func(testing.TB, *visitor)
}

func paths() []path {
	return []path{
		{"H-06 the access token at /revoke", func(t testing.TB, v *visitor) {
			revoke(t, v, v.tokens.AccessToken)
		}},
		{"H-05 the refresh token at /revoke", func(t testing.TB, v *visitor) {
			revoke(t, v, v.tokens.RefreshToken)
		}},
		{"E-08 a refresh token comes back", func(t testing.TB, v *visitor) {
			next, _ := v.refresh(t, v.tokens.RefreshToken)
			v.refresh(t, next.RefreshToken)
			if _, status := v.refresh(t, v.tokens.RefreshToken); status != http.StatusBadRequest {
				t.Errorf("reuse: got %d", status)
			}
		}},
		{"D-02 the code comes back", func(t testing.TB, v *visitor) {
			v.post(t, "/token", v.sent.Redemption(v.code), nil)
		}},
		{"K-07 sign-out at /logout", func(_ testing.TB, v *visitor) {
			v.Open(v.stack.Issuer+"/logout").Press("decision", "sign-out")
		}},
		{"K-07 the session, at /account", func(t testing.TB, v *visitor) { account(t, v, "session") }},
		{"the access, at /account", func(t testing.TB, v *visitor) { account(t, v, "access") }},
		{"the consent, at /account", func(t testing.TB, v *visitor) { consent(t, v) }},
		{"everything, at /account", func(t testing.TB, v *visitor) { account(t, v, "everything") }},
		{"users passwd", func(t testing.TB, v *visitor) { operate(t, v, "passwd") }},
		{"users disable", func(t testing.TB, v *visitor) {
			operate(t, v, "disable")
			operate(t, v, "enable") // for the next test
		}},
		{"users delete", func(t testing.TB, v *visitor) { operate(t, v, "delete") }}, // last, because a deleted user cannot be restored
	}
}

func revoke(t testing.TB, v *visitor, token string) {
	t.Helper()
	if status := v.post(t, "/revoke", url.Values{"token": {token}}, nil); status != http.StatusOK {
		t.Fatalf("revoke: got %d", status)
	}
}

func account(t testing.TB, v *visitor, button string) {
	t.Helper()
	v.Open(v.stack.Issuer+"/account").Press("end", button)
	if v.Status() != http.StatusOK {
		t.Fatalf("account: got %d %s", v.Status(), v.Text())
	}
}

// consent withdraws the consent for a client. Consents for the native client are not stored (RFC
// 8252 §8.6), so there is no button, and the test sends the form.
func consent(t testing.TB, v *visitor) {
	t.Helper()
	v.Open(v.stack.Issuer + "/account")
	_, form := v.Fields(`button[value="everything"]`)
	form.Set("end", "consent")
	form.Set("id", "native")
	v.Post(v.stack.Issuer+"/account", form)
	if v.Status() != http.StatusOK {
		t.Fatalf("account: got %d %s", v.Status(), v.Text())
	}
}

// operate runs an operator's command about alice. A new password is the same as before.
func operate(t testing.TB, v *visitor, verb string) {
	t.Helper()
	o := admin.Operator{
		Config: v.stack.Settings.Authserver, In: strings.NewReader("wonderland\n"), Out: io.Discard,
		Deps: authserver.Deps{Redis: v.stack.Redis, Now: v.stack.Clock.Now}.WithDefaults(v.stack.Settings.Authserver.Service()),
	}
	if err := o.Do(t.Context(), "users", verb, "alice"); err != nil {
		t.Fatal(err)
	}
}
